// Globs of Hexo's settings match as in micromatch, and what cannot be read matches everything.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { matchesAnyGlob } from "../../../../src/intake/importers/markdown/hexo/hexo-glob.js";

const matched = (glob: string, paths: readonly string[]): string[] =>
  paths.filter((path) => matchesAnyGlob([glob], path));

describe("matchesAnyGlob", () => {
  it("matches names within one folder by a star, and folders by two", () => {
    assert.deepEqual(matched("a/*.md", ["a/b.md", "a/b/c.md", "a/b.txt"]), ["a/b.md"]);
    assert.deepEqual(matched("a/**", ["a", "a/b", "a/b/c", "ab"]), ["a", "a/b", "a/b/c"]);
    assert.deepEqual(matched("**/b.md", ["b.md", "a/b.md", "a/c/b.md", "ab.md"]), ["b.md", "a/b.md", "a/c/b.md"]);
    assert.deepEqual(matched("a/**/d", ["a/d", "a/b/c/d", "ad"]), ["a/d", "a/b/c/d"]);
  });

  it("knows classes, braces, ranges and groups", () => {
    assert.deepEqual(matched("[a-c]?[^x]", ["a1b", "d1b", "a1x", "a/b"]), ["a1b"]);
    assert.deepEqual(matched("{a,b{c,d}}.md", ["a.md", "bc.md", "bd.md", "b.md"]), ["a.md", "bc.md", "bd.md"]);
    assert.deepEqual(matched("n{9..11}", ["n9", "n10", "n11", "n12"]), ["n9", "n10", "n11"]);
    assert.deepEqual(matched("!(a|b).md", ["a.md", "b.md", "ab.md", "c.md"]), ["ab.md", "c.md"]);
    assert.deepEqual(matched("+(ab|c)", ["ab", "abcab", "", "aab"]), ["ab", "abcab"]);
    assert.deepEqual(matched("?(a)@(b|c)d", ["bd", "acd", "ad"]), ["bd", "acd"]);
  });

  it("matches all other paths by an exclamation mark, also in a list", () => {
    assert.deepEqual(matched("!a.md", ["a.md", "b.md"]), ["b.md"]);
    assert.equal(matchesAnyGlob(["x", "!a.md"], "b.md"), true);
    assert.equal(matchesAnyGlob([], "b.md"), false);
  });

  it("matches everything if it cannot be read", () => {
    for (const glob of ["@(a", "a".repeat(600), "(a)+", "{1..9999}", `${"@(".repeat(20)}a${")".repeat(20)}`])
      assert.equal(matchesAnyGlob([glob], "b.md"), true, glob);
  });

  it("matches each path by itself, and never throws", () => {
    const piece = fc.constantFrom(..."ab/*?[]{},!()@+\\.^-".split(""));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.string({ unit: piece, maxLength: 30 }), (glob, path) => {
        assert.equal(typeof matchesAnyGlob([glob.join("")], path), "boolean");
        const literal = path.replace(/[^\w/]/g, "");
        assert.equal(matchesAnyGlob([literal], literal), true);
      }),
    );
  });

  it("takes no longer for many stars", () => {
    assert.equal(matchesAnyGlob(["*a*a*a*a*a*a*a*a*b"], "a".repeat(1_500)), false);
  });
});

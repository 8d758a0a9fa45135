// YAML that libyaml, go-yaml and js-yaml accept is read as they read it: brackets and quotes that close at the margin, merged tables,
// and Psych's times without a time zone.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { FieldValue } from "../../../../src/intake/importers/markdown/front-matter/field-value.js";
import {
  type FrontMatterOptions,
  readFrontMatter,
} from "../../../../src/intake/importers/markdown/front-matter/front-matter.js";
import { indentContinuations } from "../../../../src/intake/importers/markdown/front-matter/yaml-margin.js";

/** The fields as plain objects. */
function fieldsOf(yaml: string, options: FrontMatterOptions = {}): unknown {
  const plain = (value: FieldValue): unknown => {
    if (value instanceof Map) return Object.fromEntries([...value].map(([name, item]) => [name, plain(item)]));
    return Array.isArray(value) ? value.map(plain) : value;
  };
  return plain(readFrontMatter(`---\n${yaml}\n---\nBody`, options).fields.toMap());
}

describe("lists, tables and quoted texts that continue at the margin", () => {
  it("end with their bracket, with tabs and comments inside", () => {
    assert.deepEqual(fieldsOf('tags: [\n\t"Go", # first [\n\t"Web"\n]\nlast: x'), { tags: ["Go", "Web"], last: "x" });
    assert.deepEqual(fieldsOf("seo: {\ntitle: A,\nkeys: [a,\nb]}\nlast: x"), {
      seo: { title: "A", keys: ["a", "b"] },
      last: "x",
    });
  });
  it("may be below another field or in a list", () => {
    assert.deepEqual(fieldsOf("a:\n  b: [\n1,\n2\n]\n  c: d"), { a: { b: ["1", "2"], c: "d" } });
    assert.deepEqual(fieldsOf("a:\n  - b: {x: 1,\ny: 2}\n    c: d"), { a: [{ b: { x: "1", y: "2" }, c: "d" }] });
  });
  it("join quoted lines with a space, and keep what looks like syntax in them", () => {
    assert.deepEqual(fieldsOf("a: \"one\n# two\"\nb: 'it''s\n\n- [three'"), { a: "one # two", b: "it's\n- [three" });
  });
  it("are not begun by quotes and brackets within plain texts and blocks of text", () => {
    const text = 'a: it\'s [so\nb: |\n  "x\n  [ y\nc: one\n  "two\nd: [\n1]';
    assert.deepEqual(fieldsOf(text), { a: "it's [so", b: '"x\n[ y\n', c: 'one "two', d: ["1"] });
  });
  it("are the values as written, wherever their lines are broken", () => {
    const text = fc.string({
      unit: fc.constantFrom("a", "'", '"', "[", "}", "#", ":", ",", " ", "é", "\\"),
      maxLength: 6,
    });
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        text,
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom("k", "l", "m"), tie("value"), { maxKeys: 3, noNullPrototype: true }),
      ),
    }));
    const space = fc.infiniteStream(fc.constantFrom("", " ", "\n", "\n ", "\n\t", " # '[{\n"));
    fc.assert(
      fc.property(fc.array(value, { maxLength: 3 }), value, space, (list, other, spaces) => {
        const gap = (): string => spaces.next().value ?? "";
        const shown = (item: unknown): string => {
          if (typeof item === "string") return JSON.stringify(item);
          if (Array.isArray(item)) return `[${item.map((part) => gap() + shown(part) + gap()).join(",")}${gap()}]`;
          const pairs = Object.entries(item as object).map(([name, part]) => `${gap()}${name}: ${shown(part)}${gap()}`);
          return `{${pairs.join(",")}${gap()}}`;
        };
        assert.deepEqual(fieldsOf(`a: ${shown(list)}\nb:\n  c: ${shown(other)}\nd: e`), {
          a: list,
          b: { c: other },
          d: "e",
        });
      }),
    );
  });
  it("keep the number of lines of any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."ab:'\"[]{},#|>- \t\n"), maxLength: 60 }), (source) => {
        assert.equal(indentContinuations(source).split("\n").length, source.split("\n").length);
      }),
    );
  });
});

describe("tables and names in YAML", () => {
  it("merge the tables that << names, so that what hides a post is inherited", () => {
    assert.deepEqual(fieldsOf("base: &base { published: false, a: b }\nseo:\n  <<: *base\n  a: c"), {
      base: { published: false, a: "b" },
      seo: { published: false, a: "c" },
    });
  });
  it("prefer the name in lower case to other spellings of the same name", () => {
    assert.deepEqual(fieldsOf("Published: a\npublished: b\nPUBLISHED: c"), { published: "b" });
  });
});

describe("times without a time zone", () => {
  const dates = 'a: 2020-01-02 10:00:00\nb: "2020-01-02 10:00:00"\nc: 2020-01-02 10:00\nd: 2020-01-02 10:00:00 +0800';
  it("are in UTC for Jekyll, unless they are quoted or without seconds", () => {
    assert.deepEqual(fieldsOf(dates, { zonelessTimesAreUtc: true }), {
      a: "2020-01-02 10:00:00 UTC",
      b: "2020-01-02 10:00:00",
      c: "2020-01-02 10:00",
      d: "2020-01-02 10:00:00 +0800",
    });
  });
  it("remain as written for other generators", () => {
    assert.deepEqual((fieldsOf(dates) as { a: string }).a, "2020-01-02 10:00:00");
  });
});

// The site file colophon.yaml: its terms, which posts refer to, and the report of its errors.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { UnreadableSourceError } from "../../../../src/intake/importers/import-event.js";
import { readSiteText } from "../../../../src/intake/importers/markdown/site-file.js";
import { TermDirectory } from "../../../../src/intake/importers/markdown/term-directory.js";
import { readContent } from "./temporary-folder.js";

const SITE = `
site: { title: Loopback, description: Notes., url: "https://example.org/", locale: zh_CN, timeZone: Asia/Shanghai }
authors:
  - { slug: lin-ke, name: 林珂, bio: Writes. }
categories:
  - path: [{ slug: linux, name: Linux }, { slug: network, name: 网络 }]
    description: Packets.
  - path: [{ slug: linux }]
tags: [C++, { slug: tla, name: TLA+ }]
series:
  - { slug: guide, title: A Guide, description: For all. }
`;

describe("the site file", () => {
  it("yields its events before all posts, in the order that the writer needs", async () => {
    const { events } = await readContent({ "colophon.yaml": SITE, "a.md": "---\ntitle: A\n---\n" });
    const linux = { slug: "linux", name: "Linux" };
    const network = { slug: "network", name: "网络" };
    assert.deepEqual(events.slice(0, 7), [
      {
        kind: "site",
        site: {
          title: "Loopback",
          description: "Notes.",
          url: "https://example.org",
          locale: "zh-CN",
          timeZone: "Asia/Shanghai",
        },
      },
      { kind: "author", author: { slug: "lin-ke", name: "林珂", bio: "Writes." } },
      { kind: "category", path: [linux, network], description: "Packets." },
      { kind: "category", path: [linux], description: null },
      { kind: "tag", tag: { slug: "c-plus-plus", name: "C++" } },
      { kind: "tag", tag: { slug: "tla", name: "TLA+" } },
      { kind: "series", series: { slug: "guide", name: "A Guide" }, description: "For all." },
    ]);
  });
  it("defines terms that posts refer to by slug or by name", async () => {
    for (const [category, tag, author, series] of [
      ["linux/network", "tla", "lin-ke", "guide"],
      ["网络", "TLA+", "林珂", "A Guide"],
      ["Linux/网络", "tla+", "Lin-Ke", "a guide"],
    ]) {
      const post = `---\ncategories: ${category}\ntags: [${tag}]\nauthor: ${author}\nseries: ${series}\n---\n`;
      const { posts } = await readContent({ "colophon.yaml": SITE, "a.md": post });
      assert.deepEqual(
        posts[0]?.categories.map((path) => path.map(({ slug }) => slug)),
        [["linux", "network"]],
      );
      assert.deepEqual(posts[0]?.tags, [{ slug: "tla", name: "TLA+" }]);
      assert.deepEqual(posts[0]?.author, { slug: "lin-ke", name: "林珂", bio: "Writes." });
      assert.deepEqual(posts[0]?.series, { slug: "guide", name: "A Guide", position: null });
    }
  });
  it("may define a name with a slash, which is then not read as a path", async () => {
    const site = "categories:\n  - path: [{ slug: tcp-ip, name: TCP/IP }]\n";
    const { posts } = await readContent({ "colophon.yaml": site, "a.md": "---\ncategories: [TCP/IP]\n---\n" });
    assert.deepEqual(posts[0]?.categories, [[{ slug: "tcp-ip", name: "TCP/IP" }]]);
  });
  it("is read only in the root of the folder", async () => {
    const { events, counts } = await readContent({ "sub/colophon.yaml": "site: 1", "a.md": "A" });
    assert.ok(events.every(({ kind }) => kind !== "site"));
    assert.equal(counts["settings and data files"], 1);
  });
});

describe("errors in the site file", () => {
  const errorOf = (text: string): string => {
    try {
      readSiteText(text, new TermDirectory());
    } catch (error) {
      if (error instanceof UnreadableSourceError) return error.message;
      throw error;
    }
    throw new Error("expected an error");
  };
  it("are reported all at once, each with its place", () => {
    const message = errorOf(`
site: { title: [a], url: example.org, locale: "no such language", timeZone: +08:00, theme: x }
authors: [{ slug: a b, name: A }, { bio: B }, { name: A }, { name: a }]
categories: [{ path: linux }, { path: [{ slug: linux }] }, { path: [{ name: Linux }] }, { path: [{ slug: linux, name: GNU }] }]
tags: x
series: [1]
`);
    for (const expected of [
      "site: unknown field “theme”",
      "site.title: expected text, got a list",
      "site.url: expected a complete web address such as https://example.org, got “example.org”",
      "site.locale: expected a language tag such as zh-CN",
      "site.timeZone: expected an IANA time zone such as Asia/Shanghai, got “+08:00”",
      "authors[0].slug: expected letters or digits, got “a b”",
      "authors[1].name: expected a name",
      "authors[3]: the slug “a” is used twice",
      "categories[0].path: expected a list of { slug, name }",
      "categories[1].path[0].name: expected a name",
      "categories[3].path[0].name: expected “Linux”, the name that the category has above, got “GNU”",
      "tags: expected a list",
      "series[0]: expected a table with slug, title, description",
    ]) {
      assert.ok(message.includes(`\n- ${expected}`), `${expected}\nis missing in\n${message}`);
    }
  });
  it("have the line of invalid YAML", () => {
    assert.match(errorOf("site:\n  title: [a\n"), /line \d+: /);
    assert.match(errorOf("site: {}\nsite: {}\n"), /line 2: .*unique/);
    assert.match(errorOf("just text"), /the file: expected a table with site, authors/);
  });
  it("are thrown before the first event", async () => {
    const reading = readContent({ "colophon.yaml": "sites: x", "a.md": "A" });
    await assert.rejects(reading, UnreadableSourceError);
  });
  it("are the only exceptions for any text", () => {
    const word = fc.constantFrom(
      "site:",
      "authors:",
      "categories:",
      "\n",
      "  ",
      "- ",
      "path:",
      "slug: a",
      "name: b",
      "[",
      "]",
      "{",
      "}",
      ", ",
      "&a",
      "*a",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof({ weight: 4, arbitrary: word }, fc.string()), { maxLength: 25 }), (words) => {
        try {
          readSiteText(words.join(""), new TermDirectory());
        } catch (error) {
          assert.ok(error instanceof UnreadableSourceError, String(error));
        }
      }),
      { numRuns: 500 },
    );
  });
});

// The fences and formats of front matter: its fields, the body, and the lines of errors.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { readFrontMatter } from "../../../../src/intake/importers/markdown/front-matter/front-matter.js";
import { FrontMatterError } from "../../../../src/intake/importers/markdown/front-matter/front-matter-fence.js";

const titleAndBody = (text: string) => {
  const { fields, body } = readFrontMatter(text);
  return [fields.first("title"), body];
};

describe("the fences of front matter", () => {
  it("reads YAML between two lines of dashes and leaves the body unchanged", () => {
    assert.deepEqual(titleAndBody("---\ntitle: a\n---\n\n  Body  \n\n---\nmore\n"), ["a", "\n  Body  \n\n---\nmore\n"]);
  });
  it("accepts blank lines before a fence, spaces after it, and dots as closing fence", () => {
    assert.deepEqual(titleAndBody("\n\n---  \ntitle: a\n...\nBody"), ["a", "Body"]);
  });
  it("reads TOML between two lines of plus signs", () => {
    assert.deepEqual(titleAndBody('+++\ntitle = "a"\n+++\nBody'), ["a", "Body"]);
  });
  it("reads a JSON object up to its closing brace", () => {
    assert.deepEqual(titleAndBody('{\n "title": "a } \\" {",\n "x": {"y": 1}\n}\n\nBody'), ['a } " {', "\nBody"]);
  });
  it("reads Hexo's front matter without an opening fence", () => {
    assert.deepEqual(titleAndBody("title: a\ndate: 2019-01-01\n---\nBody"), ["a", "Body"]);
  });
  it("reads Hexo's JSON front matter, which ends with semicolons", () => {
    assert.deepEqual(titleAndBody('"title": "a",\n"date": "2019-01-01"\n;;;\nBody'), ["a", "Body"]);
  });
  it("reads a heading underlined with dashes as a heading", () => {
    assert.deepEqual(titleAndBody("Note: this\n---\nBody"), [null, "Note: this\n---\nBody"]);
  });
  it("reads prose between two horizontal rules as body", () => {
    assert.deepEqual(titleAndBody("---\nSome prose\n---\nBody"), [null, "---\nSome prose\n---\nBody"]);
  });
  it("reads a horizontal rule before prose as body", () => {
    assert.deepEqual(titleAndBody("---\n\nBody"), [null, "---\n\nBody"]);
  });
  it("reads a shortcode or a template tag at the start as body", () => {
    assert.deepEqual(titleAndBody("{{< figure >}}\nBody"), [null, "{{< figure >}}\nBody"]);
    assert.deepEqual(titleAndBody("{% raw %}\nBody"), [null, "{% raw %}\nBody"]);
  });
  it("accepts empty front matter", () => {
    assert.deepEqual(titleAndBody("---\n---\nBody"), [null, "Body"]);
  });
});

describe("the values of front matter", () => {
  const first = (yaml: string, name: string) => readFrontMatter(`---\n${yaml}\n---\n`).fields.first(name);
  it("retains numbers and dates as they are written", () => {
    assert.equal(first("title: 1.10", "title"), "1.10");
    assert.equal(first("slug: 007", "slug"), "007");
    assert.equal(first("date: 2019-03-01", "date"), "2019-03-01");
  });
  it("retains the time zone of a TOML date", () => {
    const { fields } = readFrontMatter(
      "+++\na = 2019-03-01T10:00:00+08:00\nb = 2019-03-01\nc = 2019-03-01 10:00:00\n+++\n",
    );
    assert.equal(Date.parse(String(fields.first("a"))), Date.parse("2019-03-01T02:00:00Z"));
    assert.equal(fields.first("b"), "2019-03-01");
    assert.match(String(fields.first("c")), /^2019-03-01T10:00:00(\.0+)?$/);
  });
  it("finds a field with any case and any separators", () => {
    assert.equal(first("Canonical-Url: x", "canonicalURL"), "x");
    assert.equal(first("featured_image: x", "featuredImage"), "x");
  });
  it("lists the fields that were not read", () => {
    const { fields } = readFrontMatter("---\ntitle: a\nMath: true\nempty:\nseo: { title: b }\n---\n");
    fields.first("title");
    assert.deepEqual(fields.unread(), ["Math", "seo"]);
    fields.first("seo.title");
    assert.deepEqual(fields.unread(), ["Math"]);
  });
});

describe("minor errors in front matter", () => {
  const changes = (yaml: string) => readFrontMatter(`---\n${yaml}\n---\n`);
  it("reads tabs as indentation and reports them", () => {
    const { fields, changes: reported } = changes("tags:\n\t- a\n\t- b");
    assert.deepEqual(fields.first("tags"), ["a", "b"]);
    assert.match(reported.join(), /indented with tabs/);
  });
  it("uses the last value of a repeated field and reports it", () => {
    const { fields, changes: reported } = changes("title: a\ntitle: b");
    assert.equal(fields.first("title"), "b");
    assert.match(reported.join(), /“title” occurs more than once/);
  });
  it("ignores an unknown YAML tag and reports it", () => {
    const { fields, changes: reported } = changes("title: !!js/function 'a'");
    assert.equal(fields.first("title"), "a");
    assert.match(reported.join(), /js\/function/);
  });
});

describe("errors in front matter", () => {
  const errorOf = (text: string): FrontMatterError => {
    try {
      readFrontMatter(text);
    } catch (error) {
      if (error instanceof FrontMatterError) return error;
      throw error;
    }
    throw new Error("expected an error");
  };
  it("are reported with their line in the file, in every format", () => {
    assert.equal(errorOf("---\ntitle: a\ntags: [b\nc: d\n---\n").line, 4);
    assert.equal(errorOf("\n---\ntitle: a: b\n---\n").line, 3);
    assert.equal(errorOf("title: a\nx: y: z\n---\n").line, 2);
    assert.equal(errorOf('+++\ntitle = "a"\nb = \n+++\n').line, 3);
    assert.equal(errorOf('{\n"title": "a",\n"b": 1,\n}\n').line, 4);
  });
  it("include a fence before fields that is not closed", () => {
    assert.match(errorOf("---\ntitle: a\n\nBody").message, /not closed/);
    assert.match(errorOf('+++\ntitle = "a"\n\nBody').message, /not closed/);
    assert.match(errorOf('{ "title": "a"\n\nBody').message, /not closed/);
  });
  it("include a list instead of fields", () => {
    assert.match(errorOf("---\n- a\n- b\n---\n").message, /list/);
  });
  it("include YAML aliases that expand excessively", () => {
    const bomb = [
      "a: &a [x,x,x,x,x,x,x,x,x]",
      ..."bcdefghi".split("").map((name, at) => {
        const before = "abcdefgh"[at];
        return `${name}: &${name} [${`*${before},`.repeat(9)}]`;
      }),
    ].join("\n");
    assert.match(errorOf(`---\n${bomb}\n---\n`).message, /alias|values/i);
  });
  it("include excessive nesting", () => {
    for (const step of ["[", "{a: ", "- ", "? ", "a: ", "- ? "]) {
      assert.match(errorOf(`---\na:\n ${step.repeat(10_000)}\n---\n`).message, /nested too deeply/);
    }
    assert.ok(errorOf(`{"a": ${"[".repeat(20_000)}${"]".repeat(20_000)}}\n`));
    assert.ok(errorOf(`+++\na = ${"[".repeat(5_000)}${"]".repeat(5_000)}\n+++\n`));
  });
  it("are the only exceptions for any text", () => {
    const piece = fc.constantFrom(
      "---\n",
      "+++\n",
      "{",
      "}",
      "title: ",
      "a = ",
      "- ",
      "[",
      "]",
      "\n",
      "\t",
      "&a",
      "*a",
      "!x ",
      '"',
      "…;;;\n",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: "binary" })), { maxLength: 20 }), (pieces) => {
        try {
          readFrontMatter(pieces.join(""));
        } catch (error) {
          assert.ok(error instanceof FrontMatterError, String(error));
        }
      }),
      { numRuns: 1000 },
    );
  });
});

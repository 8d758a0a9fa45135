// The work on template tags grows linearly with the text, whatever is left unclosed. Work is counted as executions of blocks of code, so that the
// test does not depend on the speed of the machine.
import assert from "node:assert/strict";
import { Session } from "node:inspector";
import { after, before, describe, it } from "node:test";
import { FrontMatterFields } from "../../../../../src/intake/importers/markdown/front-matter/front-matter-fields.js";
import { translateHugoBody } from "../../../../../src/intake/importers/markdown/hugo/hugo-body.js";
import { ItemNotices } from "../../../../../src/intake/importers/markdown/item-notices.js";
import { withoutComments } from "../../../../../src/intake/importers/markdown/posts/template-comments.js";
import { alert, codeBlock } from "../../../../../src/intake/importers/markdown/tags/common-tags.js";
import { rawTag } from "../../../../../src/intake/importers/markdown/tags/literal-tags.js";
import { type TagDialect, translateTags } from "../../../../../src/intake/importers/markdown/tags/translate-tags.js";

const session = new Session();

/** The number of executions of blocks of the importer's code. The session responds before it returns. */
function workOf(run: () => void): number {
  let work = 0;
  session.post("Profiler.takePreciseCoverage");
  run();
  session.post("Profiler.takePreciseCoverage", (error, coverage) => {
    assert.equal(error, null);
    for (const { url, functions } of coverage.result) {
      if (!url.includes("/src/intake/importers/")) continue;
      for (const { ranges } of functions) for (const { count } of ranges) work += count;
    }
  });
  return work;
}

const LIQUID: TagDialect<null> = {
  syntax: "LIQUID",
  table: new Map([
    ["note", (tag) => alert("note", null, tag.content ?? "")],
    ["highlight", (tag) => codeBlock(tag.verbatim ?? "", null)],
    ["raw", rawTag],
  ]),
  reads: "OUTSIDE_CODE",
  literal: new Set(["highlight", "raw"]),
  noun: "the tag",
};

const NO_FIELDS = new FrontMatterFields();

function translate(source: string): void {
  const notices = new ItemNotices("a.md");
  const { text } = withoutComments(source, null);
  const site = { config: NO_FIELDS, fields: NO_FIELDS, path: "/a/", siteUrl: null, refer: () => null };
  translateHugoBody(text, site, notices);
  for (const reads of ["ALL", "OUTSIDE_CODE"] as const) translateTags(text, { ...LIQUID, reads }, null, notices);
}

const UNITS = [
  ...["{{< note >}}", "{{< note >}}\n", "- {{< note >}}\n", "> {{% note %}}\n", "{{< x >}}\n", "- {{< x y.png >}}\n"],
  ...[
    "{% note %}",
    "{% note %}\n",
    "- {% note %}\n",
    "> {% note %}\n",
    "{% x %}\n",
    "{% highlight go %}\n",
    "{% raw %}",
  ],
  ...[
    "{{< highlight go >}}\n",
    "{{< /note >}}",
    "{% endnote %}",
    "{{< a >}}{{< b >}}{{< /a >}}",
    "{% a %}{% b %}{% enda %}",
  ],
  ...["{{<", "{{< a ", '{{< a "', "{{< a `", "{{</* a ", "{%", "{% a ", "{% a '", '{% a "', "{#", "{% raw %}`"],
  ...["{{% comment %}}", "{% comment %}", "{::comment}", "<!-- ", "```\n{{< a >}}\n", "` {{< a >}}", "~~~\n{% a %}\n"],
  ...["::: note\n{% a %}\n", "[[a|{{< b >}}", "$ {{< a >}}", "[{{< a >}}](", "| {{< a >}} |\n", "{{< a b='c' d=e >}}"],
];

const NESTED: readonly (readonly [opening: string, closing: string])[] = [
  ["{{< note >}}", "{{< /note >}}"],
  ["- {{< note >}}\n", "{{< /note >}}\n"],
  ["{% note %}\n", "{% endnote %}\n"],
  ["> {% x %}\n", "> {% endx %}\n"],
  ["{{< a >}}{{< b >}}", "{{< /a >}}{{< /b >}}"],
  ["{{< a >}}", "{{< /b >}}"],
  ["- {% a %}\n", "{% endb %}\n"],
  ["{{< highlight go >}}\n", "{{< /b >}}\n"],
];

describe("the work on template tags", () => {
  before(() => {
    session.connect();
    session.post("Profiler.enable");
    session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  });
  after(() => session.disconnect());

  function isLinear(make: (count: number) => string): void {
    const [once = 0, twice = 0] = [250, 500].map((count) => workOf(() => translate(make(count))));
    assert.ok(once > 0 && twice < 2.4 * once, `twice the text takes ${(twice / once).toFixed(2)} times the work`);
  }

  for (const unit of UNITS) it(`is linear for many ${JSON.stringify(unit)}`, () => isLinear((n) => unit.repeat(n)));

  for (const [opening, closing] of NESTED)
    it(`is linear for ${JSON.stringify(opening)} before as many ${JSON.stringify(closing)}`, () =>
      isLinear((n) => opening.repeat(n) + closing.repeat(n)));
});

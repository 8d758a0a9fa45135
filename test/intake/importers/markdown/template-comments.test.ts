// The comments of templates are not shown: not in the body, not in the excerpt, and not as the title.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { withoutComments } from "../../../../src/intake/importers/markdown/posts/template-comments.js";
import { readContent } from "./temporary-folder.js";

describe("comments of templates", () => {
  for (const [generator, source, expected] of [
    ["HUGO", "a {{% comment %}} x {{% /comment %}} b", "a  b"],
    ["HUGO", "a\n{{<comment>}}\n```go\nx\n```\n{{</comment>}}\nb", "a\n\nb"],
    ["HUGO", "a {{< comment >}}x{{< comment >}}y{{< /comment >}}z{{< /comment >}} b", "a  b"],
    ["HUGO", "```\n{{< comment >}}x{{< /comment >}}\n```", "```\n\n```"],
    ["HUGO", "{{</* comment */>}} shown {{</* /comment */>}}", "{{</* comment */>}} shown {{</* /comment */>}}"],
    ["HUGO", "{{< comments >}} a {{< comment-box >}} b", "{{< comments >}} a {{< comment-box >}} b"],
    ["JEKYLL", "a {%- comment -%} x {%- endcomment -%} b", "a  b"],
    ["JEKYLL", "a {% # x %} b", "a  b"],
    [
      "JEKYLL",
      "{% raw %}{% comment %}a{% endcomment %}{% endraw %}",
      "{% raw %}{% comment %}a{% endcomment %}{% endraw %}",
    ],
    ["JEKYLL", "a\n\n{::comment}\nx\n{:/comment}\n\nb", "a\n\n\n\nb"],
    ["JEKYLL", "a {::comment}x{:/} b {::comment x /} c", "a  b  c"],
    ["JEKYLL", "```\n{::comment}a{:/comment}\n```", "```\n{::comment}a{:/comment}\n```"],
    ["JEKYLL", "`{::comment}` and `{:/comment}`", "`{::comment}` and `{:/comment}`"],
    ["HEXO", "a {# x #} b", "a  b"],
    ["HEXO", "## A {#id}\n\n{# x #}", "## A {#id}\n\n"],
    ["HEXO", "```\n{# a #}\n```", "```\n{# a #}\n```"],
    [null, "a {% comment %}x{% endcomment %}{{< comment >}}y{{< /comment >}} b", "a  b"],
    [null, "```\n{% comment %}a{% endcomment %}\n```", "```\n{% comment %}a{% endcomment %}\n```"],
  ] as const) {
    it(`${generator ?? "unknown"}: ${JSON.stringify(source)}`, () => {
      assert.deepEqual(withoutComments(source, generator).text, expected);
      assert.equal(withoutComments(source, generator).isUnclosed, false);
    });
  }

  it("without an end hide the post", async () => {
    const { posts, notices } = await readContent({
      "hugo.toml": 'baseURL = "https://notes.example.net/"\n',
      "content/a.md": "---\ntitle: A\ndate: 2020-01-01\n---\na {{< comment >}} x\n",
    });
    assert.deepEqual(
      posts.map(({ state }) => state),
      ["DRAFT"],
    );
    assert.match(notices.map(({ reason }) => reason).join(), /a comment in its body has no end/);
  });

  it("are neither title nor excerpt, and are told", async () => {
    const { posts, notices } = await readContent({
      "_config.yml": "title: Notes\n",
      "_posts/2020-01-01-a.md":
        '---\nexcerpt: "One <!-- x --> two {% comment %}y{% endcomment %}"\n---\n{% comment %}\n# Secret\n{% endcomment %}\n# Open\n\nText.\n',
    });
    assert.equal(posts[0]?.title, "Open");
    assert.match(posts[0]?.excerpt ?? "", /^One\s+two$/);
    assert.match(notices.map(({ reason }) => reason).join(), /1 comment of templates was taken out of the body/);
  });

  it("of HTML without an end hide the rest of a written excerpt", async () => {
    const { posts } = await readContent({ "posts/a.md": '---\ndate: 2020-01-01\nsummary: "One <!-- x"\n---\nText.\n' });
    assert.equal(posts[0]?.excerpt, "One");
  });
});

// In a folder without a configuration, the tags that Jekyll and Hexo agree about become Markdown at the import, so that a body means the same
// whenever it is rendered. Other tags are prose about templates.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readPost } from "../temporary-folder.js";

const sourceOf = async (body: string): Promise<string> => {
  const { post } = await readPost(`---\ntitle: A\ndate: 2020-01-01\n---\n${body}`, "notes/a.md");
  return post.source.trim();
};

describe("tags of Liquid in a folder without a configuration", () => {
  for (const [what, body, expected] of [
    ["code", "{% highlight ruby %}\nputs {{ x }}\n{% endhighlight %}", "```ruby\nputs {{ x }}\n```"],
    ["code of Hexo", "{% codeblock a.js lang:js %}\nx\n{% endcodeblock %}", "```js\nx\n```"],
    ["diagrams", "{% mermaid %}\ngraph LR\n{% endmermaid %}", "```mermaid\ngraph LR\n```"],
    ["links to posts", "[a]({% post_url 2020-01-02-b %})", "[a](/posts/b)"],
    ["links with a title", "{% post_link b 'The b' %}", "[The b](/posts/b)"],
    ["links to files", "[a]({% link files/a b.pdf %})", "[a](/files/a)"],
    ["pictures", "{% asset_img a.png A word %}", "![A word](/notes/a.png)"],
    ["embeds", "{% youtube abc %}", "<https://www.youtube.com/watch?v=abc>"],
    ["quotations", "{% blockquote %}\na\n{% endblockquote %}", "> a"],
    ["boxes", "{% note info %}\na\n{% endnote %}", "> [!INFO]\n> a"],
    ["literal braces", "{% raw %}{{ a }}{% endraw %}", "&#123;{ a }}"],
  ] as const)
    it(`become ${what}`, async () => assert.equal(await sourceOf(body), expected));

  for (const body of [
    "A {% block x %} of {% endblock %}.",
    "{% endfor %} ends it.",
    "`{% raw %}`",
    "```\n{% note %}\n```",
  ])
    it(`leave ${JSON.stringify(body)}`, async () => assert.equal(await sourceOf(body), body));
});

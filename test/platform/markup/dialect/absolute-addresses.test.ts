// Relative links and pictures of an imported body are resolved against the old address of the post, and nothing else of the source changes.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { absoluteAddresses } from "../../../../src/platform/markup/dialect/absolute-addresses.js";
import { renderBody } from "../../../../src/platform/markup/render.js";
import { readPropertyRuns } from "../../../support/environment.js";
import { markdownDocument } from "../markdown-documents.js";

const options = { page: "/2020/main/", siteUrl: "https://old.example/blog" };
const markdown = (source: string): string => absoluteAddresses(source, "MARKDOWN", options);
const html = (source: string): string => absoluteAddresses(source, "HTML", options);

describe("Addresses of Markdown", () => {
  const changed: [source: string, expected: string][] = [
    ["[a](../b/)", "[a](/blog/2020/b/)"],
    ["[a](b 'T')", "[a](/blog/2020/main/b 'T')"],
    ["[a](./b.html?c=1#d)", "[a](/blog/2020/main/b.html?c=1#d)"],
    ["[a](..)", "[a](/blog/2020/)"],
    ["[a](../../../../b)", "[a](/blog/b)"],
    ["[a](files/b.pdf)", "[a](https://old.example/blog/2020/main/files/b.pdf)"],
    ["![a](b.png)", "![a](https://old.example/blog/2020/main/b.png)"],
    ["![a](<b c.png>)", "![a](<https://old.example/blog/2020/main/b c.png>)"],
    ["![图](图.png)", "![图](https://old.example/blog/2020/main/图.png)"],
    ["[![a](b.png)](c)", "[![a](https://old.example/blog/2020/main/b.png)](/blog/2020/main/c)"],
    ["> - ## [a](b) #", "> - ## [a](/blog/2020/main/b) #"],
    ["[a]\n\n[a]: ../b 'T'", "[a]\n\n[a]: /blog/2020/b 'T'"],
    ["> ![a]\r\n>\r\n> [a]: <b c.png>", "> ![a]\r\n>\r\n> [a]: <https://old.example/blog/2020/main/b c.png>"],
    ["a <img src='b.png'>", "a <img src='https://old.example/blog/2020/main/b.png'>"],
    ["<p>\r\n<a href=b>c</a>\r\n</p>", "<p>\r\n<a href=/blog/2020/main/b>c</a>\r\n</p>"],
    ["|a|\n|-|\n|[b](c\\|d)|", "|a|\n|-|\n|[b](/blog/2020/main/c\\|d)|"],
  ];
  for (const [source, expected] of changed)
    it(`a relative address is resolved: ${JSON.stringify(source)}`, () => assert.equal(markdown(source), expected));

  for (const source of [
    "[a](/b) ![c](/d.png)",
    "[a](#b) [c](?d)",
    "[a](https://b.example/c) <mailto:a@b.example> [c](//d.example)",
    "[a](../b.md) [a](b.md#c)",
    "`[a](b)` `<img src=b>`",
    "```\n![a](b.png)\n```",
    "[a][b](c",
    "[a]: b c d",
    "$[a](b)$",
    "{% link b.png %}",
    "[a]({{ site.url }}/b)",
    "<!-- <img src=b> -->a <b src=c>",
  ])
    it(`other text is unchanged: ${JSON.stringify(source)}`, () => assert.equal(markdown(source), source));

  it("without the address of the site, files have a path", () => {
    assert.equal(absoluteAddresses("![a](b.png)", "MARKDOWN", { page: "/c.html", siteUrl: null }), "![a](/b.png)");
  });

  it("an importer may know the address", () => {
    const resolve = (url: string): string | null => (url === "b.md" ? "/posts/b" : null);
    assert.equal(
      absoluteAddresses("[a](b.md) [a](c)", "MARKDOWN", { ...options, resolve }),
      "[a](/posts/b) [a](/blog/2020/main/c)",
    );
  });

  it("special characters of the page are encoded", () => {
    const page = "/a b/(c)/";
    assert.equal(absoluteAddresses("[a](d)", "MARKDOWN", { page, siteUrl: null }), "[a](/a%20b/%28c%29/d)");
  });

  it("resolving twice changes nothing, and neither does it change the text", () => {
    fc.assert(
      fc.property(markdownDocument, (source) => {
        const resolved = markdown(source);
        assert.equal(markdown(resolved), resolved);
        const text = (body: string): string => renderBody(body, "MARKDOWN", { siteUrl: null }).text;
        assert.equal(text(resolved), text(source));
      }),
      readPropertyRuns(),
    );
  });
});

describe("Addresses of HTML", () => {
  it("they are resolved in the attributes of links and media", () => {
    assert.equal(
      html(
        '<a class="x" href="../b">c</a><IMG alt="d=\'e\'" SRC=f.png><video poster=\'g.jpg\'><source src="h.mp4?i=1&amp;j"></video>',
      ),
      '<a class="x" href="/blog/2020/b">c</a><IMG alt="d=\'e\'" SRC=https://old.example/blog/2020/main/f.png>' +
        "<video poster='https://old.example/blog/2020/main/g.jpg'>" +
        '<source src="https://old.example/blog/2020/main/h.mp4?i=1&amp;j"></video>',
    );
  });

  it("each address of a set is resolved", () => {
    assert.equal(
      html('<img srcset="a.png 1x, https://b.example/c,d.png 2x,\n  e.png 3x">'),
      '<img srcset="https://old.example/blog/2020/main/a.png 1x, https://b.example/c,d.png 2x,\n  https://old.example/blog/2020/main/e.png 3x">',
    );
  });

  it("quotation marks cannot leave the attribute", () => {
    const page = "/\"onerror='x/";
    assert.equal(
      absoluteAddresses('<img src="a.png">', "HTML", { page, siteUrl: null }),
      '<img src="/%22onerror=%27x/a.png">',
    );
  });

  for (const source of [
    "<p>a href=b</p>",
    "<a title='href=b'>c</a>",
    "<a href=''>b</a>",
    "<a hrefx=b>",
    "a < b href=c >",
    "<a href='b",
    "<a data-href=b>",
  ])
    it(`other text is unchanged: ${source}`, () => assert.equal(html(source), source));
});

describe("Addresses for readers outside of the site", () => {
  const outside = (source: string): string =>
    absoluteAddresses(source, "MARKDOWN", {
      page: "/posts/main",
      siteUrl: "https://blog.example/sub",
      isForOutside: true,
    });
  for (const [source, expected] of [
    ["[a](b) ![c](d.png)", "[a](https://blog.example/sub/posts/b) ![c](https://blog.example/sub/posts/d.png)"],
    ["[a](/posts/b 'T')", "[a](https://blog.example/posts/b 'T')"],
    ["[a](b.md)", "[a](https://blog.example/sub/posts/b.md)"],
    ["[a]: /b\n\n[a] <img src='/c.png'>", "[a]: https://blog.example/b\n\n[a] <img src='https://blog.example/c.png'>"],
  ] as const)
    it(`are absolute: ${JSON.stringify(source)}`, () => assert.equal(outside(source), expected));

  for (const source of [
    "[a](#b) [c](https://d.example/e) [f](//g.example)",
    "`[a](/b)`",
    "```\n[a](/b)\n```",
    "\\[a](/b)",
  ])
    it(`stay as they are: ${JSON.stringify(source)}`, () => assert.equal(outside(source), source));

  it("render as they do at the site", () => {
    fc.assert(
      fc.property(markdownDocument, (source) => {
        const isAbsolute = renderBody(outside(source), "MARKDOWN", { siteUrl: null }).text;
        assert.equal(isAbsolute, renderBody(source, "MARKDOWN", { siteUrl: null }).text);
      }),
      readPropertyRuns(),
    );
  });
});

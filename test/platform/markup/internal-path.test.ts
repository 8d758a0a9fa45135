// Internal links and their paths.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { internalPath } from "../../../src/platform/markup/internal-path.js";

describe("The internal path of a link", () => {
  const cases: [url: string, siteUrl: string | null, path: string | null][] = [
    ["/a/b/", null, "/a/b"],
    ["/", null, "/"],
    ["a/b.html?c#d", null, "/a/b.html"],
    ["../a", null, "/a"],
    ["/%E5%AE%89/%zz", null, "/安/%zz"],
    ["/e%CC%81", null, "/é"],
    ["/a%00b", null, null],
    ["#part", null, null],
    ["?p=1", null, null],
    ["/?p=012&preview=true#more", null, "/?p=12"],
    ["https://blog.example/?cat=3&page_id=12", "https://blog.example", "/?p=12"],
    ["https://blog.example/blog/?p=12", "https://blog.example/blog", "/?p=12"],
    ["/?p=", null, "/"],
    ["/?p=0", null, "/"],
    ["/?cp=12", null, "/"],
    ["/a/?p=12", null, "/a"],
    ["", null, null],
    ["mailto:a@b.example", null, null],
    ["https://blog.example/a", null, null],
    ["https://blog.example/a/", "https://blog.example", "/a"],
    ["http://www.blog.example/a", "https://blog.example/", "/a"],
    ["//blog.example/a", "https://blog.example", "/a"],
    ["https://blog.example:8443/a", "https://blog.example", null],
    ["https://blog.example.evil.example/a", "https://blog.example", null],
    ["https://other.example/a", "https://blog.example", null],
    ["https://blog.example/blog/a", "https://blog.example/blog", "/a"],
    ["https://blog.example/blog", "https://blog.example/blog/", "/"],
    ["https://blog.example/blogs/a", "https://blog.example/blog", null],
    ["/blog/a", "https://blog.example/blog", "/a"],
    ["HTTPS://Blog.EXAMPLE:443/a", "https://blog.example", "/a"],
    ["http://blog.example:80/a", "https://blog.example", "/a"],
    ["http://blog.example:443/a", "https://blog.example:443", "/a"],
    ["https://blog.example./a", "https://blog.example", "/a"],
    ["//blog.example:8443/a", "https://blog.example:8443", "/a"],
    ["//other.example/a", "https://blog.example", null],
    ["\\\\other.example/a", "https://blog.example", null],
    ["tel:+4930", "https://blog.example", null],
    ["http://[", "https://blog.example", null],
    ["/a", "not a url", "/a"],
  ];
  const relative: [url: string, siteUrl: string | null, path: string | null][] = [
    ["b", null, "/posts/b"],
    ["b/", null, "/posts/b"],
    ["./b?c#d", null, "/posts/b"],
    ["../tags/b", null, "/tags/b"],
    ["../../../b", null, "/b"],
    ["./", null, "/posts"],
    ["..", null, "/"],
    ["/b", null, "/b"],
    ["./b", "https://blog.example/notes", "/posts/b"],
    ["#b", null, null],
    ["?b", null, null],
  ];
  for (const [url, siteUrl, path] of relative) {
    it(`the internal path of ${JSON.stringify(url)} in a post of ${siteUrl} is ${path}`, () =>
      assert.equal(internalPath(url, siteUrl, "/posts/a"), path));
  }
  for (const [url, siteUrl, path] of cases) {
    it(`the internal path of ${JSON.stringify(url)} on ${siteUrl} is ${path}`, () =>
      assert.equal(internalPath(url, siteUrl), path));
  }
});

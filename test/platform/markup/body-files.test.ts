// The files that a body refers to: in its HTML, and in its source before it is rendered.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { writtenFilePaths } from "../../../src/platform/markup/files/body-files.js";
import { familyPath, filePath, widthOfForm } from "../../../src/platform/markup/files/file-path.js";
import { renderBody } from "../../../src/platform/markup/render.js";
import { readPropertyRuns } from "../../support/environment.js";

const KEY = "0123456789abcdef0123456789abcdef";

describe("filePath", () => {
  for (const [url, path] of [
    ["/wp-content/uploads/a.png", "/wp-content/uploads/a.png"],
    ["/Wp/A%20b.PNG?x=1#y", "/Wp/A b.PNG"],
    ["/e%CC%81.png", "/é.png"],
    ["a.png", "/posts/a.png"],
    ["../a.png", "/a.png"],
    ["https://www.blog.example/a.png", "/a.png"],
    ["https://elsewhere.example/a.png", null],
    ["//elsewhere.example/a.png", null],
    ["/posts/one", null],
    ["#a.png", null],
    ["data:image/png;base64,AAAA", null],
    ["/a%00.png", null],
    [`/${"a".repeat(1_000)}.png`, null],
    [`/assets/${KEY}/any name.png`, `/assets/${KEY}`],
    [`https://cdn.example/assets/${KEY}/3/w320.webp?until=1`, `/assets/${KEY}`],
    [`/assets/${KEY}`, `/assets/${KEY}`],
    [`/assets/${KEY}0/a.png`, `/assets/${KEY}0/a.png`],
  ] as const)
    it(`filePath of ${url.slice(0, 60)} is ${path}`, () =>
      assert.equal(filePath(url, "https://blog.example", "/posts/x"), path));

  it("the forms that WordPress makes of a picture have one alias", () => {
    for (const form of ["-300x200", "-scaled", "-rotated", "-e1700000000", "-scaled-e1700000000-1024x768"])
      assert.equal(familyPath(`/u/a${form}.jpg`), "~/u/a.jpg");
    for (const name of ["/u/a.jpg", "/u/a-300x200", "/u/a-300xl.jpg", "/u/a-e17.jpg"])
      assert.equal(familyPath(name), null);
    assert.deepEqual([widthOfForm("/u/a-300x200.jpg"), widthOfForm("/u/a-scaled.jpg")], [300, null]);
  });
});

it("a source mentions every picture of its HTML, whatever surrounds it", () => {
  const name = fc.constantFrom("a", "图", "a-1", "a(1)", "a,b", "a=b", "a_b_", "%E5%9B%BE", "a%20b", "a;b", "A!");
  const url = fc
    .tuple(
      fc.constantFrom("/", "/u/", "./", "", `/assets/${KEY}/`),
      name,
      fc.constantFrom(".png", ".JPG", ".webp", ".pdf", ".png?x=1"),
    )
    .map((parts) => parts.join(""));
  const piece = fc.oneof(
    url.map((to) => `![alt](${to})`),
    url.map((to) => `![](<${to}> "title")`),
    url.map((to) => `<img src="${to}">`),
    url.map((to) => `<a href='${to}'>x</a>`),
    url.map((to) => `[x][r]\n\n[r]: ${to}\n`),
    fc.constantFrom("text ", "\n\n", "`", "(", "[", "*", "1.2.3 ", "foo.bar() ", "=", ","),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const source = pieces.join("");
      const { assetPaths } = renderBody(source, "MARKDOWN", { siteUrl: null });
      const written = new Set(writtenFilePaths(source, null));
      const unseen = assetPaths.filter((path) => !written.has(path));
      assert.deepEqual(unseen, [], source);
    }),
    readPropertyRuns(),
  );
});

it("a source of nothing but ends of URLs is read in linear time", () => {
  for (const part of [".png", "(.png", "a.png,", "/assets/"])
    assert.ok(writtenFilePaths(part.repeat(50_000), null).length <= 1_000);
});

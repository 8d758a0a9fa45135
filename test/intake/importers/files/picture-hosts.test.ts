// Which pictures of a body are loaded from elsewhere, so that nothing depends on another host without being counted.
import assert from "node:assert/strict";
import { test } from "node:test";
import { noFiles } from "../../../../src/intake/importers/files/file-counts.js";
import {
  countOtherPictures,
  dropOwnHosts,
  otherPictureHosts,
  rankOtherHosts,
} from "../../../../src/intake/importers/files/picture-hosts.js";
import { renderBody } from "../../../../src/platform/markup/render.js";

const SITE = "https://www.blog.example.org/base";

function hostsOf(...urls: string[]): string[] {
  const source = urls.map((url) => `<p><img src="${url}" alt="x"></p>`).join("");
  return otherPictureHosts(renderBody(source, "HTML", { siteUrl: SITE }).html, SITE);
}

test("pictures on other hosts are counted once for each address", () => {
  assert.deepEqual(hostsOf("https://www.I.imgur.com/a.png", "http://i.imgur.com:80/b", "//cdn.example.org/c.jpg?x=1"), [
    "i.imgur.com",
    "i.imgur.com",
    "cdn.example.org",
  ]);
  assert.deepEqual(hostsOf("https://i.imgur.com/a.png", "https://i.imgur.com/a.png"), ["i.imgur.com"]);
  assert.deepEqual(hostsOf("https://name.files.wordpress.com/a.png"), ["name.files.wordpress.com"]);
});

test("those of the site are not, except those outside of its base, which do not come in", () => {
  const own = ["/base/a.png", "https://blog.example.org/base/a.png", "http://www.blog.example.org/base/view.php?p=1"];
  assert.deepEqual(
    hostsOf(...own, "https://i1.wp.com/blog.example.org/base/a.png?w=3", "a.png", "data:image/png;base64,AA"),
    [],
  );
  assert.deepEqual(hostsOf("https://blog.example.org/wp-content/uploads/sites/3/a.png"), ["blog.example.org"]);
});

test("the hosts with the most pictures come first, and those that belong to the site are dropped", () => {
  const counts = noFiles();
  countOtherPictures(counts, ["a.example.org", "b.example.org", "b.example.org", "c.example.org"], "One");
  countOtherPictures(counts, ["c.example.org", "c.example.org"], "Two");
  dropOwnHosts(counts, new Set(["b.example.org"]));
  rankOtherHosts(counts);
  assert.equal(counts.otherPictures, 4);
  assert.deepEqual(counts.otherHosts, [
    { host: "c.example.org", pictures: 3, example: "One" },
    { host: "a.example.org", pictures: 1, example: "One" },
  ]);
});

// The paths under which bodies refer to files, for every way in which a file of the site may be written.
import assert from "node:assert/strict";
import { test } from "node:test";
import { familyPath, filePath, mediaHostOf } from "../../../src/platform/markup/files/file-path.js";

const SITE = "https://blog.example.org/base";

test("a file of the site has one path, however its address is written", () => {
  const path = "/wp-content/uploads/图 1.png";
  for (const url of [
    "/base/wp-content/uploads/%E5%9B%BE%201.png",
    "https://blog.example.org/base/wp-content/uploads/图 1.png?w=3#x",
    "http://www.blog.example.org/base/wp-content/uploads/%e5%9b%be%201.png",
    "https://i0.wp.com/blog.example.org/base/wp-content/uploads/图%201.png?resize=300%2C200&ssl=1",
  ]) {
    assert.equal(filePath(url, SITE), path, url);
  }
});

test("files on the hosts of WordPress.com have a path of their own, whatever the site", () => {
  for (const site of [SITE, "https://name.wordpress.com", null]) {
    for (const url of [
      "https://Name.files.wordpress.com/2008/06/a.jpg?w=300",
      "//name.files.wordpress.com/2008/06/a.jpg",
      "https://i2.wp.com/name.files.wordpress.com/2008/06/a.jpg?w=1",
    ]) {
      assert.equal(filePath(url, site), "/name.files.wordpress.com/2008/06/a.jpg", url);
    }
  }
  assert.equal(mediaHostOf("/name.files.wordpress.com/2008/06/a.jpg"), "name.files.wordpress.com");
  assert.equal(mediaHostOf("/wp-content/a.jpg"), null);
  assert.equal(familyPath("/name.files.wordpress.com/a-300x200.jpg"), "~/name.files.wordpress.com/a.jpg");
});

test("other hosts, pages and copies of files of other hosts have none", () => {
  for (const url of [
    "https://other.example.org/a.png",
    "https://i0.wp.com/other.example.org/a.png",
    "https://files.wordpress.com/a.png",
    "https://name.files.wordpress.com.example.org/a.png",
    "https://name.files.wordpress.com/",
    "/base/about/",
    "#a.png",
  ]) {
    assert.equal(filePath(url, SITE), null, url);
  }
});

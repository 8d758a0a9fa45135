// Whatever an address is, no file outside of the site is found, and every ordinary file within it is.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { fileInFolder } from "../../../../src/intake/importers/files/file-in-folder.js";
import { readPropertyRuns } from "../../../support/environment.js";

let base: string;
let root: string;

before(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), "in-folder-")));
  root = join(base, "site");
  await mkdir(join(root, "a", "b"), { recursive: true });
  await mkdir(join(base, "site-2"));
  for (const path of ["secret.png", "site-2/secret.png", "site/a/x.png", "site/a/b/y.png", "site/.hidden.png"]) {
    await writeFile(join(base, path), path);
  }
  await symlink(base, join(root, "up"));
  await symlink("..", join(root, "a", "parent"));
  await symlink(join(root, "a"), join(root, "loop"));
});
after(() => rm(base, { recursive: true }));

test("no address leads out of the site", async () => {
  const names = [
    "..",
    ".",
    "",
    "a",
    "b",
    "up",
    "parent",
    "loop",
    "site",
    "site-2",
    "secret.png",
    "x.png",
    ".hidden.png",
  ];
  const odd = ["%2e%2e", "..%2f", "\\", "..\\", "\0", "A", "X.PNG", "\u2025", "a/..", "//", "~", " "];
  const segment = fc.oneof(fc.constantFrom(...names, ...odd), fc.string({ maxLength: 6 }));
  await fc.assert(
    fc.asyncProperty(fc.array(segment, { maxLength: 7 }), fc.constantFrom("", "a", "loop"), async (parts, start) => {
      const found = await fileInFolder(join(root, start), parts.join("/"), root);
      if (found !== null) assert.ok(found.file.startsWith(root + sep) && !found.file.includes(".hidden"), found.file);
    }),
    { numRuns: 1_000, ...readPropertyRuns() },
  );
});

test("files are found by their paths, also through links within the site and in another spelling", async () => {
  for (const path of ["a/x.png", "loop/x.png", "a/b/y.png", "loop/b/y.png", "A/X.png"]) {
    assert.notEqual(await fileInFolder(root, path, root), null, path);
  }
  for (const path of ["up/secret.png", "a", ".hidden.png", "a/x.png/", "../secret.png"]) {
    assert.equal(await fileInFolder(root, path, root), null, path);
  }
});

// docs/roles.md contains the table of the access policy, and the predicates of the policy follow the table.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type Action, mayEver, mayTo, POLICY } from "../../../src/identity/access/policy.js";
import { policyTable } from "../../../src/identity/access/policy-table.js";
import type { Role, Viewer } from "../../../src/identity/viewer.js";

const DOCUMENT = new URL("../../../../docs/roles.md", import.meta.url);
const viewer = (role: Role, authorId: string | null = null): Viewer => ({ name: role, role, authorId });
const actions = Object.keys(POLICY) as Action[];

test("docs/roles.md contains the table of the access policy", () => {
  const table = policyTable();
  assert.ok(readFileSync(DOCUMENT, "utf8").includes(`\n${table}\n`), `docs/roles.md should hold:\n${table}`);
});

test("an anonymous viewer may perform no action", () => {
  for (const action of actions) assert.ok(!mayEver(null, action) && !mayTo(null, action, ["a"]));
});

test("a viewer of role AUTHOR may act on content of its own author only, and on none without an author", () => {
  for (const action of actions) {
    const isOwn = POLICY[action].reach.AUTHOR === "own";
    assert.equal(mayTo(viewer("AUTHOR", "a"), action, ["a"]), isOwn);
    assert.equal(mayTo(viewer("AUTHOR", "a"), action, ["b", "c"]), false);
    assert.equal(mayTo(viewer("AUTHOR"), action, ["a"]), false);
  }
});

test("each role may do everything that the role below it may", () => {
  for (const action of actions) {
    if (mayTo(viewer("AUTHOR", "a"), action, ["a"])) assert.ok(mayTo(viewer("EDITOR"), action, ["a"]));
    if (mayTo(viewer("EDITOR"), action, ["a"])) assert.ok(mayTo(viewer("ADMIN"), action, ["a"]));
  }
});

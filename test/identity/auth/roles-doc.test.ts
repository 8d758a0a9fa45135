// docs/roles.md says what the policy says, and the policy lets nobody do more than that.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type Action, mayEver, mayTo, POLICY } from "../../../src/identity/access/policy.js";
import { policyTable } from "../../../src/identity/access/policy-table.js";
import type { Role, Viewer } from "../../../src/identity/viewer.js";

const DOCUMENT = new URL("../../../../docs/roles.md", import.meta.url);
const viewer = (role: Role, authorId: string | null = null): Viewer => ({ name: role, role, authorId });
const actions = Object.keys(POLICY) as Action[];

test("docs/roles.md holds the table of the policy", () => {
  const table = policyTable();
  assert.ok(readFileSync(DOCUMENT, "utf8").includes(`\n${table}\n`), `docs/roles.md should hold:\n${table}`);
});

test("who is not known may do nothing", () => {
  for (const action of actions) assert.ok(!mayEver(null, action) && !mayTo(null, action, "a"));
});

test("an author reaches what is its own author's, and nothing without one", () => {
  for (const action of actions) {
    const isOwn = POLICY[action].reach.AUTHOR === "own";
    assert.equal(mayTo(viewer("AUTHOR", "a"), action, "a"), isOwn);
    assert.equal(mayTo(viewer("AUTHOR", "a"), action, "b"), false);
    assert.equal(mayTo(viewer("AUTHOR"), action, "a"), false);
  }
});

test("each role may do what the one below it may", () => {
  for (const action of actions) {
    if (mayTo(viewer("AUTHOR", "a"), action, "a")) assert.ok(mayTo(viewer("EDITOR"), action, "a"));
    if (mayTo(viewer("EDITOR"), action, "a")) assert.ok(mayTo(viewer("ADMIN"), action, "a"));
  }
});

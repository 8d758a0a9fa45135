// Waits for what another process or connection brings about. The bound only ends a test that would otherwise hang; it
// says nothing about how fast anything has to be.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

const PATIENCE_MS = 30_000;

export async function eventually(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const giveUp = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    assert.ok(Date.now() < giveUp, `Waited in vain: ${what}.`);
    await sleep(10);
  }
}

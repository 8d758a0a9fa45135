// Waits until a condition holds that another process or connection brings about. The timeout only ends a test that would otherwise
// hang; it is no requirement on speed.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

const TIMEOUT_MS = 30_000;

export async function eventually(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS;
  while (!(await condition())) {
    assert.ok(Date.now() < deadline, `Condition not met within ${TIMEOUT_MS / 1_000} s: ${what}.`);
    await sleep(10);
  }
}

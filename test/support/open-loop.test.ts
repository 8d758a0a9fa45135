// Calibrates the load generator against a known case: a server that is suspended for a second delays every request of that second, and
// the latencies must show it. Closed-loop tools, and some that claim to correct for this, show a p99 of 6 to 420 ms here.
import assert from "node:assert/strict";
import { it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { openLoop } from "./open-loop.js";
import { spawnScript } from "./spawned.js";

const SCRIPT = new URL("./minimal-server.js", import.meta.url);

it("openLoop shows a server's one-second stall in the latencies of the delayed requests", async (t) => {
  const server = spawnScript(SCRIPT, {});
  try {
    const url = await server.firstLine;
    const running = openLoop({ url, rate: 200, seconds: 6, body: () => "{}" });
    await sleep(2_000);
    process.kill(server.pid, "SIGSTOP");
    await sleep(1_000);
    process.kill(server.pid, "SIGCONT");
    const { sent, accepted, byStatus } = await running;
    t.diagnostic(
      `1 s stop in 6 s at 200/s: p50 ${accepted.getValueAtPercentile(50)} ms, p99 ${accepted.getValueAtPercentile(99)} ms`,
    );
    assert.equal(sent, 1_200);
    assert.deepEqual([...byStatus], [[200, 1_200]]);
    // A slow machine can only increase it.
    assert.ok(accepted.getValueAtPercentile(99) >= 900, String(accepted.getValueAtPercentile(99)));
  } finally {
    await server.kill();
  }
});

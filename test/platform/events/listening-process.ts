// Run as a process of its own: dispatches events to one listener, which stores outside the transaction of the delivery the events it
// received and the end of each batch.
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { startDispatcher } from "../../../src/platform/events/dispatcher.js";
import { createLog } from "../../../src/platform/observability/log.js";
import { endWithParent } from "../../support/spawned.js";
import { connect, namesOf } from "./event-fixture.js";

interface ListeningOptions {
  url: string;
  /** The name of this process, stored with each event. */
  process: string;
  isDurable: boolean;
  /** The time that each event takes. */
  pauseMs: number;
}

endWithParent();
const { url, process: signature, isDurable, pauseMs } = JSON.parse(process.argv[2] ?? "") as ListeningOptions;
const dataSource = await connect(url, 3);
const notes = new pg.Client({ connectionString: url });
await notes.connect();
const note = (name: string) => notes.query("insert into heard (process, name) values ($1, $2)", [signature, name]);

await startDispatcher({
  dataSource,
  url,
  log: createLog("silent"),
  listeners: [
    {
      name: "listener in processes",
      isDurable,
      handle: async (events) => {
        await note("[");
        for (const name of namesOf(events)) {
          await note(name);
          await sleep(pauseMs);
        }
        await note("]");
      },
    },
  ],
});
console.log("ready");

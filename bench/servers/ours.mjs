// The service as it is deployed: its own command in this process, with nothing but the environment set.
import { pathToFileURL } from "node:url";
import { mainPath } from "../service-modules.mjs";

const main = mainPath(process.env.BENCH_DIST);
process.argv = [process.argv[0], main, "serve"];
// On a busy machine a request waits for a connection rather than being rejected.
process.env.POOL_WAIT_MS ??= "30000";
// The workloads measure executions; the response cache has figures of its own.
process.env.CACHE_BYTES ??= "0";
Object.assign(process.env, { HOST: "127.0.0.1", LOG_LEVEL: process.env.LOG_LEVEL ?? "error" });
await import(pathToFileURL(main).href);

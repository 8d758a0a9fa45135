// The service as it is deployed: its own command in this process, with nothing but the environment set.

const main = new URL(`../../${process.env.BENCH_DIST}/src/cli/main.js`, import.meta.url);
process.argv = [process.argv[0], main.pathname, "serve"];
// What an execution costs is measured; the cache in front of it has rows of its own.
process.env.CACHE_BYTES ??= "0";
Object.assign(process.env, { HOST: "127.0.0.1", LOG_LEVEL: process.env.LOG_LEVEL ?? "error" });
await import(main.href);

// The command that serves the site from any Colophon service: `npm run site -- --api https://api.example.com`.
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";
import { openSite } from "../site.js";
import { createPageServer } from "./page-server.js";

const USAGE = `Usage: npm run site -- --api URL [--port 4080] [--host 127.0.0.1] [--theme FOLDER]

Serves the reader's site from the Colophon service at URL.
  --api    the base URL of the service, such as http://127.0.0.1:4000
  --port   the TCP port to listen on; 0 chooses a free one
  --theme  the folder of a theme
`;

const OPTIONS = {
  api: { type: "string" },
  port: { type: "string", default: "4080" },
  host: { type: "string", default: "127.0.0.1" },
  theme: { type: "string" },
  help: { type: "boolean", default: false },
} as const;
const TIMEOUT_MS = 15_000;

function fail(message: string): never {
  process.stderr.write(`${message}\n\n${USAGE}`);
  process.exit(2);
}

function readOptions() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

const { api, port, host, theme, help } = readOptions();
if (help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
if (api === undefined || !/^https?:\/\//.test(api) || !URL.canParse(api)) {
  fail("Expected --api with the URL of a Colophon service.");
}
if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) fail(`Expected --port from 0 to 65535, got ${port}.`);

const site = await openSite({ themeFolder: theme ?? null, hasPages: true });
const apiUrl = api.replace(/\/(?:graphql)?\/*$/, "");
const server = createPageServer({ site, apiUrl, timeoutMs: TIMEOUT_MS });
server.listen(Number(port), host);
await once(server, "listening");
const { port: opened } = server.address() as AddressInfo;
process.stdout.write(`The site is served at http://${host.includes(":") ? `[${host}]` : host}:${opened}/\n`);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  });
}

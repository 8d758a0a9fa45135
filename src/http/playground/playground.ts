// The playground: Altair, served completely by this process, so that it works offline and contacts no other server. It is the only HTML
// of the service, and its content security policy allows connections to the service only.
import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { createRequire } from "node:module";
import { notFound } from "../http-rejection.js";
import type { Reply } from "../reply.js";
import { NARROW_STYLE, openingScript } from "./opening.js";
import { openPlaygroundAssets, type PlaygroundAssets } from "./playground-assets.js";

export const PLAYGROUND_PATH = "/graphql/playground/";

export interface StarterQuery {
  title: string;
  query: string;
  variables?: Record<string, unknown>;
}

export interface Playground {
  page(): Promise<Reply>;
  /** `path` begins with `PLAYGROUND_PATH`. */
  asset(request: IncomingMessage, path: string): Promise<Reply>;
}

const { version } = createRequire(import.meta.url)("altair-static/package.json") as { version: string };
const ASSETS_PATH = `${PLAYGROUND_PATH}${version}/`;
/**
 * What Altair 8.5.9 adds to the page without its nonce: an empty style element, the colours of its widgets, and the
 * base rules of its editor. Without these it works too, in part uncoloured and complaining in the console.
 */
const UNSIGNED_STYLES = [
  "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
  "'sha256-KEusrVhJr9hIBdaMJvOVaP+WWz8kc3DCY43CCLLIGfY='",
  "'sha256-yk9i/VlAiCewfGAOHBXDc9YkttDeM+lHMEWQuZFElGM='",
].join(" ");
/** Event streams: unlike Altair's WebSockets they carry the headers of the window, and so its token. */
const SUBSCRIPTION_HANDLER = "graphql-sse";
/** A placeholder in the page, which is rendered once; each response replaces it by a nonce of its own. */
const NONCE = "nonce-of-this-response";

/** Files are read when the page is first opened, so that the service starts quickly; most of its clients are programs. */
export function createPlayground(endpoint: string, starterQueries: readonly StarterQuery[]): Playground {
  let opening: Promise<Opened> | null = null;
  const opened = (): Promise<Opened> => {
    opening ??= open(endpoint, starterQueries);
    return opening;
  };
  return {
    async page() {
      const { html } = await opened();
      const nonce = randomBytes(16).toString("base64");
      const headers = ["content-type", "text/html; charset=utf-8", "content-security-policy", policyWith(nonce)];
      headers.push("cache-control", "no-store", "vary", "Accept");
      return { status: 200, headers, body: html.replaceAll(NONCE, nonce) };
    },
    async asset(request, path) {
      const { assets } = await opened();
      const reply = await assets(request, path.startsWith(ASSETS_PATH) ? path.slice(ASSETS_PATH.length) : "");
      if (reply === undefined) throw notFound();
      return reply;
    },
  };
}

interface Opened {
  html: string;
  assets: PlaygroundAssets;
}

async function open(endpoint: string, starterQueries: readonly StarterQuery[]): Promise<Opened> {
  const altair = await import("altair-static");
  const assets = await openPlaygroundAssets(altair.getDistDirectory());
  return { html: renderPage(altair, endpoint, starterQueries), assets };
}

function renderPage(
  { renderAltair }: Pick<typeof import("altair-static"), "renderAltair">,
  endpoint: string,
  starterQueries: readonly StarterQuery[],
): string {
  const page = renderAltair({
    baseURL: ASSETS_PATH,
    endpointURL: endpoint,
    subscriptionsEndpoint: endpoint,
    cspNonce: NONCE,
    instanceStorageNamespace: "colophon_",
    disableAccount: true,
    initialSettings: {
      "banners.disable": true,
      "alert.disableUpdateNotification": true,
      "schema.reloadOnStart": true,
    },
    // An empty token sends no header: the user is anonymous until they enter one.
    initialAuthorization: { type: "bearer", data: { token: "" } },
    initialSubscriptionRequestHandlerId: SUBSCRIPTION_HANDLER,
    initialWindows: starterQueries.map(({ title, query, variables }) => ({
      initialSubscriptionRequestHandlerId: SUBSCRIPTION_HANDLER,
      initialName: title,
      initialQuery: query,
      initialVariables: JSON.stringify(variables ?? {}, undefined, 2),
      initialAuthorization: { type: "bearer", data: { token: "" } },
    })),
  });
  const additions = `<style nonce="${NONCE}">${NARROW_STYLE}</style>
<script nonce="${NONCE}">${openingScript(starterQueries)}</script>
</body>`;
  // Angular gives the nonce of its root element to the style elements that it adds later.
  return page
    .replace("<app-root", `<app-root ngCspNonce="${NONCE}"`)
    .replace("<title>Altair", "<title>Colophon")
    .replace("</body>", () => additions);
}

function policyWith(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}' ${UNSIGNED_STYLES}`,
    // Altair uses style attributes for its layout; these cannot load or execute anything.
    "style-src-attr 'unsafe-inline'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "worker-src 'self' blob:",
    "frame-src 'self'",
    "base-uri 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

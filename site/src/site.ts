// The reader's site: maps each path to what it shows. Everything that is shown is read through the given API, so that the same code runs inside of the
// service and, over HTTP, anywhere else.
import { createHash } from "node:crypto";
import * as documents from "./__generated__/graphql.js";
import { codeVersion } from "./code-version.js";
import { machineRoute } from "./machines/machine-route.js";
import { pageRoute } from "./routes/page-route.js";
import type { Site } from "./site-reply.js";
import { failureReply } from "./theme/failure.js";
import { loadTheme } from "./theme/load-theme.js";

/** The texts of all documents that the site sends. */
export const siteDocuments: readonly string[] = Object.values(documents).flatMap((exported) =>
  exported instanceof documents.TypedDocumentString && /^\s*query\b/.test(exported.toString())
    ? [exported.toString()]
    : [],
);

export interface SiteOptions {
  /** The folder of the owner's theme; null for the default one. */
  themeFolder: string | null;
  /** Whether pages for people are served. Feeds, sitemaps and Markdown are in any case. */
  hasPages: boolean;
}

export async function openSite({ themeFolder, hasPages }: SiteOptions): Promise<Site> {
  const theme = await loadTheme(themeFolder);
  return {
    version: createHash("sha256")
      .update(`${await codeVersion()} ${theme.version}`)
      .digest("base64url")
      .slice(0, 12),
    failure: (error) => failureReply(theme, error),
    route: (request) => {
      const page = () => (hasPages ? pageRoute(request, theme) : null);
      return machineRoute(request, page) ?? page();
    },
  };
}

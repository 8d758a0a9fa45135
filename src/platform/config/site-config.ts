// The configuration of the reader's site.
import type { ConfigVariable, EnvironmentReader } from "./environment-reader.js";

export interface SiteConfig {
  /** Whether pages for people are served. Feeds, sitemaps and Markdown are in any case. */
  hasPages: boolean;
  /** Null: the port of the service. */
  port: number | null;
  /** Null: the default theme. */
  themeFolder: string | null;
}

export const siteVariables: readonly ConfigVariable[] = [
  {
    name: "SITE",
    defaultValue: "1",
    description: "0 switches off the pages of the reader's site. Feeds, sitemaps and Markdown are still served.",
  },
  {
    name: "SITE_PORT",
    defaultValue: "",
    description: "A port of its own for the reader's site; 0 chooses a free one. If absent, it is served on PORT.",
  },
  { name: "SITE_THEME", defaultValue: "", description: "Folder of a theme for the reader's site." },
];

export function readSiteConfig(reader: EnvironmentReader): SiteConfig {
  return {
    hasPages: reader.flag("SITE"),
    port: reader.text("SITE_PORT") === "" ? null : reader.integer("SITE_PORT", 0, 65_535),
    themeFolder: reader.text("SITE_THEME") || null,
  };
}

// The configuration of the reader's site.
import type { ConfigVariable, EnvironmentReader } from "./environment-reader.js";

export interface SiteConfig {
  /** Whether pages for people are served. Feeds, sitemaps and Markdown are in any case. */
  hasPages: boolean;
  /** Null: the default theme. */
  themeFolder: string | null;
}

export const siteVariables: readonly ConfigVariable[] = [
  {
    name: "SITE",
    defaultValue: "1",
    description: "0 switches off the pages of the reader's site. Feeds, sitemaps and Markdown are still served.",
  },
  { name: "SITE_THEME", defaultValue: "", description: "Folder of a theme for the reader's site." },
];

export function readSiteConfig(reader: EnvironmentReader): SiteConfig {
  return { hasPages: reader.flag("SITE"), themeFolder: reader.text("SITE_THEME") || null };
}

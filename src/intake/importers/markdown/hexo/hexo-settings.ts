// The settings of Hexo's configuration that decide which files are posts and where they are served, with Hexo's defaults.
import {
  type FieldMap,
  type FieldValue,
  flagOf,
  isFieldMap,
  lineOf,
  listOfLines,
} from "../front-matter/field-value.js";
import type { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { type Abbrlink, hexoAbbrlink } from "./addresses/hexo-abbrlink.js";
import type { LetterCase } from "./addresses/hexo-slug.js";

export interface HexoSettings {
  /** The folder of the sources, without slashes around it. */
  source: string;
  permalink: string;
  permalinkDefaults: FieldMap;
  /** The pattern of the names of files in `_posts`, without its extension. */
  postName: string;
  /** The extension of `new_post_name`, such as `.md`. */
  postExtension: string;
  hasAssetFolders: boolean;
  /** The folder that the site is served in, below the address of the site. Empty, or with a slash before it. */
  root: string;
  defaultCategory: string;
  categoryMap: FieldMap;
  letterCase: LetterCase;
  /** IANA. Null means that of the computer, which is unknown. */
  timeZone: string | null;
  rendersDrafts: boolean;
  /** Null if the site has no plug-in for it. */
  abbrlink: Abbrlink | null;
  globs: Readonly<Record<"ignore" | "exclude" | "skip_render", readonly string[]>>;
}

/** `siteUrl` is the address of the site as the import knows it, and `timeZone` its time zone. */
export function hexoSettings(
  config: FrontMatterFields,
  {
    siteUrl,
    timeZone,
    packages = null,
  }: Pick<HexoSettings, "timeZone"> & { siteUrl: string | null; packages?: FieldMap | null },
): HexoSettings {
  const text = (name: string): string | null => lineOf(config.first(name));
  const postFile = text("new_post_name") ?? ":title.md";
  const extension = /[^/](\.[^./]*)$/.exec(postFile)?.[1] ?? "";
  return {
    source: (text("source_dir") ?? "source").replace(/^\.?\/+|\/+$/g, ""),
    permalink: text("permalink") ?? ":year/:month/:day/:title/",
    permalinkDefaults: mapOf(config.first("permalink_defaults")),
    postName: postFile.slice(0, postFile.length - extension.length),
    postExtension: extension,
    hasAssetFolders: isOn(config.first("post_asset_folder")),
    root: rootBelow(text("root"), siteUrl),
    defaultCategory: text("default_category") ?? "uncategorized",
    categoryMap: mapOf(config.first("category_map")),
    letterCase: letterCaseOf(text("filename_case")),
    timeZone,
    rendersDrafts: isOn(config.first("render_drafts")),
    abbrlink: hexoAbbrlink(config, packages),
    globs: {
      ignore: listOfLines(config.first("ignore")),
      exclude: listOfLines(config.first("exclude")),
      skip_render: listOfLines(config.first("skip_render")),
    },
  };
}

const mapOf = (value: FieldValue): FieldMap => (isFieldMap(value) ? value : new Map());

/** JavaScript takes every value for true except for the empty ones. */
function isOn(value: FieldValue): boolean {
  const flag = flagOf(value);
  return flag !== null && flag !== false;
}

function letterCaseOf(written: string | null): LetterCase {
  if (written === "1") return "LOWER";
  return written === "2" ? "UPPER" : "AS_WRITTEN";
}

/** Former paths are relative to the address of the site, whose own path is mostly the same as `root`. */
function rootBelow(written: string | null, siteUrl: string | null): string {
  const base = siteUrl === null ? "" : new URL(siteUrl).pathname.replace(/\/+$/, "");
  const root = written === null ? base : `/${written}`.replace(/\/+/g, "/").replace(/\/$/, "");
  return root.startsWith(`${base}/`) ? root.slice(base.length) : root === base ? "" : root;
}

// The addresses of files beside a post and of files of the site, as they were on the old site.
import { decodePercent } from "../../../../../lib/text.js";
import type { ItemNotices } from "../../item-notices.js";
import type { HexoFile } from "../hexo-files.js";
import type { HexoSettings } from "../hexo-settings.js";
import type { HexoTagContext } from "../tags/hexo-tag-context.js";
import type { HexoSources } from "./hexo-sources.js";

export interface PostPlace {
  file: HexoFile;
  /** The old path of the post. Null if it is unknown. */
  path: string | null;
  /** The old address of the site, without a slash at its end. */
  siteUrl: string | null;
}

/** Hexo serves the files beside a post below its address without `.html`. */
function assetFolder(path: string): string {
  return `${path.replace(/(?:\/index)?\.html?$/, "").replace(/\/$/, "")}/`;
}

/**
 * Where the old site served a file that a post names by a relative address: beside the post, in the source folder, or relative to the
 * source of the post. Null if the address of the page alone tells.
 */
export function hexoFileUrl(
  written: string,
  { file, path, siteUrl }: PostPlace,
  settings: HexoSettings,
  sources: HexoSources,
): string | null {
  if (file.place === "NONE" || /^(?:[a-z][a-z0-9+.-]*:|[/#?])/i.test(written)) return null;
  const url = written.replace(/^(?:\.\/)+/, "");
  const name = decodePercent(url.replace(/[?#].*$/s, ""));
  const folder = file.place === "PAGE" ? "" : `_${file.place.toLowerCase()}s/`;
  const own = file.path.replace(/\.[^./]*$/, "");
  const base = own.replace(/^.*\//s, "");
  const beside = siteUrl === null && path === null ? null : `${siteUrl ?? ""}${assetFolder(path ?? "")}`;
  if (settings.hasAssetFolders && file.place !== "PAGE" && path !== null) {
    if (sources.has(`${folder}${own}/${name}`)) return beside + url;
    // For previews of Markdown, some authors write the name of the folder as well.
    if (name.startsWith(`${base}/`)) return beside + url.slice(url.indexOf("/") + 1);
  }
  const fromSource = normalised(`${folder}${own.slice(0, own.length - base.length)}${name}`);
  const ofSite = [fromSource, normalised(name.replace(/^(?:\.\.\/)+/, ""))].find(
    (place) => place !== null && !/^_/.test(place) && sources.has(place),
  );
  if (ofSite != null) return `${siteUrl ?? ""}${settings.root}/${encodeURI(ofSite)}`;
  return settings.hasAssetFolders && file.place !== "PAGE" && path !== null && !url.startsWith("../")
    ? beside + url
    : null;
}

/** Null if the path leads out of the source folder. */
function normalised(path: string): string | null {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === ".." && parts.pop() === undefined) return null;
    if (part !== ".." && part !== ".") parts.push(part);
  }
  return parts.join("/");
}

export function hexoTagContext(
  { path, siteUrl }: PostPlace,
  settings: HexoSettings,
  sources: HexoSources,
  notices: ItemNotices,
): HexoTagContext {
  return {
    notices,
    assetUrl: (name) =>
      /^(?:[a-z][a-z0-9+.-]*:|\/)/i.test(name) || path === null ? name : `${siteUrl ?? ""}${assetFolder(path)}${name}`,
    siteUrl: (url) => (/^(?:[a-z][a-z0-9+.-]*:|[/#.]|$)/i.test(url) ? url : `${settings.root}/${url}`),
    post: (slug) => sources.post(slug),
    includedCode: (name) => sources.includedCode(name),
  };
}

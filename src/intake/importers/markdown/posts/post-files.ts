// The folders in which the files of a post are, and the addresses under which its body names them.
import { join, posix } from "node:path";
import { decodePercent } from "../../../../lib/text.js";
import type { MarkupFormat } from "../../../../platform/markup/body.js";
import { absoluteAddresses } from "../../../../platform/markup/dialect/absolute-addresses.js";
import { type AddressKind, resolvedAddress } from "../../../../platform/markup/dialect/resolve-address.js";
import type { FilePlace } from "../../files/file-source.js";
import { isImportedFile } from "../../files/folder-files.js";
import type { ImportEvent } from "../../import-event.js";
import { lineOf } from "../front-matter/field-value.js";
import type { GeneratorSettings } from "../generator-settings.js";
import type { SiteRules } from "../rules/site-rules.js";

export interface PostOnDisk {
  /** Relative to the folder of the configuration. */
  path: string;
  /** The address as the old site served it. Null if it is unknown. */
  served: string | null;
  rules: SiteRules;
  /** Whether a folder has files, in it or below. */
  hasFiles: (folder: string) => boolean;
}

/** The folders of the whole site, and the path of the site on its host. */
export function sitePlaces(root: string, { fileFolders }: SiteRules, { site, config }: GeneratorSettings): ImportEvent {
  const url = site?.url ?? lineOf(config.first("baseURL", "root")) ?? "";
  const path = url.replace(/^[a-z]{1,9}:\/\/[^/]*/i, "");
  const base = decodePercent(`/${path}`)
    .replace(/\/{2,}/g, "/")
    .replace(/\/$/, "");
  const places = fileFolders.map(({ folder, ...place }) => ({ ...place, folder: join(root, folder), root }));
  return { kind: "filePlaces", places, base };
}

/** A file is in the folder that the generator keeps for the post, or else beside the post. */
export function postPlaces(root: string, post: PostOnDisk): FilePlace[] {
  const own = post.rules.folderOfFiles(post.path);
  const folders = [...(own === null ? [] : [own]), posix.dirname(post.path)].filter(post.hasFiles);
  if (folders.length === 0) return [];
  return addressesOfFiles(post).flatMap((path) =>
    folders.map((folder) => ({
      path,
      folder: join(root, folder),
      root,
      leftOut: (file) => post.rules.fileLeftOut(posix.join(folder, file)),
    })),
  );
}

function addressesOfFiles(post: PostOnDisk): string[] {
  const { served } = post;
  if (served === null) return [placeholder(post)];
  const path = decodePercent(served).normalize("NFC");
  const ofPage = /\.html?$/i.test(path) ? [path.replace(/\.html?$/i, "/").replace(/\/index\/$/i, "/")] : [];
  return [...new Set([...ofPage, path.slice(0, path.lastIndexOf("/") + 1)])];
}

/** A post without an address, such as a draft, has files too. Their addresses are then their places in the folder of the site. */
function placeholder({ path, rules }: PostOnDisk): string {
  const folder = rules.folderOfFiles(path) ?? posix.dirname(path);
  return folder === "." ? "/" : `/${folder}/`.normalize("NFC");
}

/** Whether a link or a picture may have a relative address. Most bodies have none, and need not be parsed to find that out. */
const RELATIVE =
  /(?:\]\(\s{0,9}<?|\b(?:src|href|poster)\s{0,9}=\s{0,9}["']?|\]:\s{0,9}<?)(?![a-z][a-z0-9+.-]{1,20}:|[/#?"'\s])/i;

/** The same for one address, such as that of a cover. Null if it is not relative. */
export const fileAddressBeside = (url: string, post: PostOnDisk): string | null =>
  resolvedAddress(url, "FILE", { page: post.served ?? placeholder(post), siteUrl: null });

/** The addresses of the files that a post names by relative ones, if the address of the post itself is not known. */
export function withFileAddresses(source: string, format: MarkupFormat, post: PostOnDisk): string {
  if (post.served !== null || !RELATIVE.test(source)) return source;
  const resolve = (url: string, kind: AddressKind): string | null =>
    kind === "FILE" || isImportedFile(url) ? null : url;
  return absoluteAddresses(source, format, { page: placeholder(post), siteUrl: null, resolve });
}

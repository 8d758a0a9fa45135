// Finds the page that `ref` and `relref` name, and its old address. Files are read only if a body refers to them.
import { join } from "node:path";
import { readFieldsSync } from "../front-matter/file-fields.js";
import { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import type { HugoPlace } from "./hugo-places.js";

export interface ListedPage {
  /** Relative to the folder of the configuration. */
  path: string;
  place: HugoPlace;
}

export interface HugoReferences {
  /** The path of the page with the fragment of the reference. Null if there is no such page. */
  find(reference: string, from: HugoPlace, language: string | null): string | null;
}

export function hugoReferences(
  root: string,
  pages: readonly ListedPage[],
  addressOf: (place: HugoPlace, fields: FrontMatterFields) => string | null,
): HugoReferences {
  const byPath = new Map<string, ListedPage[]>();
  const byName = new Map<string, ListedPage[]>();
  for (const page of pages) {
    add(byPath, logicalName(page.place), page);
    add(byName, page.place.name.toLowerCase(), page);
  }
  const known = new Map<string, string | null>();
  const address = (page: ListedPage): string | null => {
    const before = known.get(page.path);
    if (before !== undefined) return before;
    const found = addressOf(page.place, readFieldsSync(join(root, page.path)) ?? new FrontMatterFields());
    known.set(page.path, found);
    return found;
  };
  return {
    find(reference, from, language) {
      const [, path = "", fragment = ""] = /^([^#]*)(#.*)?$/s.exec(reference.trim()) ?? [];
      if (path === "") return fragment === "" ? null : fragment;
      const names = namesOf(path, from);
      const found =
        names.map((name) => byPath.get(name)).find((list) => list !== undefined) ??
        byName.get(names.at(-1)?.replace(/^.*\//s, "") ?? "");
      const wanted = language?.toLowerCase() ?? /\.([^./]+)\.[^./]+$/.exec(path)?.[1]?.toLowerCase();
      const page =
        found?.find(({ place }) => place.language === wanted) ??
        found?.find(({ place }) => place.language === from.language) ??
        found?.[0];
      const url = page === undefined ? null : address(page);
      return url === null ? null : url + fragment;
    },
  };
}

function add(map: Map<string, ListedPage[]>, key: string, page: ListedPage): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [page]);
  else list.push(page);
}

/** Such as `posts/a`. A section has the name of its folder. */
function logicalName({ folders, name }: HugoPlace): string {
  return (name === "_index" ? folders : [...folders, name]).join("/").toLowerCase();
}

/** The logical names that a reference may have: beside the page, in its bundle, and from the root. */
function namesOf(path: string, from: HugoPlace): string[] {
  const bare = path
    .toLowerCase()
    .replace(/\?.*$/s, "")
    .replace(/\/+$/, "")
    .replace(/\.(?:md|markdown|mdown|html)$/, "");
  const plain = bare.replace(/(^|\/)_?index(?:\.[^./]+)?$/, "").replace(/\/+$/, "");
  const forms = [plain, plain.replace(/\.[^./]+$/, "")];
  const folder = from.folders.join("/").toLowerCase();
  const bases = path.startsWith("/") ? [""] : [folder, `${folder}/${from.name.toLowerCase()}`, ""];
  return forms.flatMap((form) => bases.map((base) => resolved(`${base}/${form}`)));
}

function resolved(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
}

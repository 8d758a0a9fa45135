// Which menu of the content stands where: by its slug, under the names that blogs give to menus.
import type { FrameFragment } from "../../../__generated__/graphql.js";
import type { PageContext } from "../../theme.js";
import type { Words } from "../../words.js";

export interface MenuLink {
  label: string;
  url: string;
  items: readonly { label: string; url: string }[];
}

const MAIN = /^(?:main|primary|header|top|nav|navigation)(?:[-_](?:menu|nav|navigation))?$/;
const FOOTER = /^(?:footer|secondary|bottom)(?:[-_](?:menu|nav|navigation))?$/;
/** Menus that are neither, so that they do not become the main one. */
const ELSEWHERE = /footer|secondary|bottom|social|mobile|side/;

/** Without any menu of the content, the lists of the site. */
export function mainMenu({ menus }: FrameFragment, words: Words): readonly MenuLink[] {
  const found = menus.find(({ slug }) => MAIN.test(slug)) ?? menus.find(({ slug }) => !ELSEWHERE.test(slug));
  if (found !== undefined && found.items.length > 0) return found.items;
  return [
    { label: words.archive, url: "/archive", items: [] },
    { label: words.categories, url: "/categories", items: [] },
    { label: words.tags, url: "/tags", items: [] },
    { label: words.series, url: "/series", items: [] },
  ];
}

export function footerMenu({ menus }: FrameFragment, words: Words): readonly MenuLink[] {
  const found = menus.find(({ slug }) => FOOTER.test(slug));
  if (found !== undefined && found.items.length > 0) return found.items;
  return [
    { label: words.archive, url: "/archive", items: [] },
    { label: words.categories, url: "/categories", items: [] },
    { label: words.tags, url: "/tags", items: [] },
    { label: words.series, url: "/series", items: [] },
    { label: words.authors, url: "/authors", items: [] },
  ];
}

/** Of `aria-current`: "page" for the page itself, "true" for what it is below. */
export function isCurrent(url: string, { path }: PageContext): "page" | "true" | undefined {
  if (url === path) return "page";
  return url !== "/" && path.startsWith(`${url}/`) ? "true" : undefined;
}

// What the functions of a theme know of the page besides its content.
import type { FrameFragment } from "../__generated__/graphql.js";
import { encodePath } from "../site-path.js";
import { dateFormat } from "../theme/date-format.js";
import type { PageContext, Theme } from "../theme/theme.js";
import { wordsOf } from "../theme/words.js";
import { type Cursors, cursorKey, type Neighbours } from "./list-paging.js";

export interface PageFacts {
  theme: Theme;
  view: FrameFragment;
  /** The canonical path, not percent-encoded. */
  path: string;
  isPreview: boolean;
  cursors?: Cursors;
  neighbours?: Neighbours;
  /** The query of the canonical address, with its question mark. */
  query?: string;
}

const FIRST: Cursors = { after: null, before: null };

export function pageContext({ theme, view, path, isPreview, query = "", ...rest }: PageFacts): PageContext {
  const { cursors = FIRST, neighbours = { newer: null, older: null } } = rest;
  const { locale, timeZone, url } = view.site;
  return {
    theme,
    path,
    address: `${url}${path === "/" ? "/" : encodePath(path)}${query || queryOf(cursors)}`,
    isPreview,
    isFirst: cursorKey(cursors) === "",
    ...neighbours,
    locale,
    words: wordsOf(locale),
    dates: dateFormat(locale, timeZone),
  };
}

function queryOf({ after, before }: Cursors): string {
  if (after !== null) return `?after=${encodeURIComponent(after)}`;
  return before === null ? "" : `?before=${encodeURIComponent(before)}`;
}

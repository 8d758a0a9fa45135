// A theme: one function for each page, from the result of its document to HTML, and one stylesheet.
import type { VNode } from "preact";
import type { FrontQuery } from "../__generated__/graphql.js";

export interface Theme {
  /** Another one for each change of the theme. */
  version: string;
  /** Inlined into each page. */
  stylesheet: string;
  pages: ThemePages;
}

export interface ThemePages {
  Front(view: FrontQuery): VNode;
}

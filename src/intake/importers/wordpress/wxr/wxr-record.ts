// What the parser hands on: the named pieces of an export as they stand in the file, before anybody judges them.

/** Element name, such as `wp:post_id`, to its text. Only the names in `wxr-vocabulary.ts` are kept. */
export type WxrFields = ReadonlyMap<string, string>;

/** A `<category>` of an item: also tags, formats and custom taxonomies arrive in this form. */
export interface WxrItemTerm {
  /** Taxonomy; null where the element has no `domain`, as in WXR 1.0. */
  domain: string | null;
  nicename: string | null;
  name: string;
}

export interface WxrItem {
  /** From 1, in the order of the file. */
  ordinal: number;
  fields: WxrFields;
  terms: readonly WxrItemTerm[];
  meta: ReadonlyMap<string, readonly string[]>;
  commentCount: number;
  /** Why a field is missing from `fields` although the file has it; null where all is well. */
  damage: string | null;
}

export type WxrRecord =
  /** A leaf of the channel's head: `title`, `link`, `wp:wxr_version`, ... */
  | { kind: "head"; name: string; text: string }
  | { kind: "author" | "category" | "tag" | "term"; fields: WxrFields }
  | { kind: "item"; item: WxrItem };

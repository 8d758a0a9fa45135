// The records that the parser emits: the named parts of an export as they are in the file, before any interpretation.

/** Maps element names, such as `wp:post_id`, to their text. Only the names in `wxr-vocabulary.ts` are included. */
export type WxrFields = ReadonlyMap<string, string>;

/** A `<category>` of an item. Tags, formats and custom taxonomies also have this form. */
export interface WxrItemTerm {
  /** The taxonomy. Null if the element has no `domain`, as in WXR 1.0. */
  domain: string | null;
  nicename: string | null;
  name: string;
}

export interface WxrItem {
  /** The number of the item in the file, starting at 1. */
  ordinal: number;
  fields: WxrFields;
  terms: readonly WxrItemTerm[];
  meta: ReadonlyMap<string, readonly string[]>;
  /** The keys of the other meta values that WordPress shows as custom fields, whose keys have no underscore in front. */
  otherMeta: ReadonlySet<string>;
  commentCount: number;
  /** The fields of each comment, if they are wanted and not too many. */
  comments: readonly WxrFields[];
  /** Why a field of the file is missing from `fields`. Null if none is missing. */
  damage: string | null;
}

export type WxrRecord =
  /** A field in the head of the channel: `title`, `link`, `wp:wxr_version`, ... */
  | { kind: "head"; name: string; text: string }
  | { kind: "author" | "category" | "tag" | "term"; fields: WxrFields }
  | { kind: "item"; item: WxrItem };

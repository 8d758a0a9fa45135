// The names of elements and meta values that are read from an export. All others are skipped, so that plugin data of any size takes no
// memory.
import { RESTRICTION_KEYS } from "../wxr-restrictions.js";
import { SEO_KEYS } from "../wxr-seo.js";

export const HEAD_FIELDS: ReadonlySet<string> = new Set([
  "title",
  "link",
  "description",
  "language",
  "wp:wxr_version",
  "wp:base_site_url",
  "wp:base_blog_url",
]);

export const RECORD_KINDS: ReadonlyMap<string, "author" | "category" | "tag" | "term" | "item"> = new Map([
  ["wp:author", "author"],
  // Some tools write the name of the element that their parser gives to it.
  ["wp:wp_author", "author"],
  ["wp:category", "category"],
  ["wp:tag", "tag"],
  ["wp:term", "term"],
  ["item", "item"],
]);

const TERM_FIELDS = [
  "wp:term_id",
  "wp:author_login",
  "wp:author_display_name",
  "wp:author_first_name",
  "wp:author_last_name",
  "wp:category_nicename",
  "wp:category_parent",
  "wp:cat_name",
  "wp:category_description",
  "wp:tag_slug",
  "wp:tag_name",
  "wp:term_taxonomy",
  "wp:term_slug",
  "wp:term_parent",
  "wp:term_name",
  "wp:term_description",
];

/** Identify an item and its place among the others; both passes read them. */
const IDENTITY_FIELDS = [
  ...["title", "link", "guid", "wp:post_id", "wp:post_type", "wp:status", "wp:post_name", "wp:post_password"],
  ...["wp:post_parent", "wp:menu_order", "wp:post_date", "wp:post_date_gmt", "wp:attachment_url"],
];

const CONTENT_FIELDS = ["content:encoded", "excerpt:encoded"];

const POST_FIELDS = ["pubDate", "dc:creator", "wp:post_modified", "wp:post_modified_gmt", "wp:is_sticky"];

/** Without the network addresses of commenters, which are never read. */
export const COMMENT_FIELDS: ReadonlySet<string> = new Set([
  ...[
    "wp:comment_id",
    "wp:comment_author",
    "wp:comment_author_email",
    "wp:comment_author_url",
    "wp:comment_date",
    "wp:comment_date_gmt",
  ],
  ...["wp:comment_content", "wp:comment_approved", "wp:comment_type", "wp:comment_parent"],
]);

/** The fields for the first pass. Bodies are among them, because they name the attachments that have to be kept. */
export const SURVEY_FIELDS: ReadonlySet<string> = new Set([...TERM_FIELDS, ...IDENTITY_FIELDS, ...CONTENT_FIELDS]);
export const ALL_FIELDS: ReadonlySet<string> = new Set([...SURVEY_FIELDS, ...POST_FIELDS, ...COMMENT_FIELDS]);

const META_KEYS: ReadonlySet<string> = new Set([
  ...RESTRICTION_KEYS,
  ...SEO_KEYS,
  "cap-description",
  "ppma_authors_name",
  "_thumbnail_id",
  "footnotes",
  "_wp_attachment_image_alt",
  "_wp_attachment_metadata",
  "_wp_old_slug",
  "_wp_old_date",
  "_wp_desired_post_slug",
  "_wp_trash_meta_status",
  "_wp_page_template",
  "_locale",
  "_wpml_import_language_code",
  "cap-user_login",
  "cap-display_name",
  "rank_math_title",
  "rank_math_description",
  "rank_math_canonical_url",
  "rank_math_robots",
  "rank_math_primary_category",
]);

const KNOWN_PREFIX = /^(?:_menu_item_|_yoast_wpseo_|_series_part|_aioseop?_|_seopress_(?:titles|robots)_)/;

export function isKnownMetaKey(key: string): boolean {
  return META_KEYS.has(key) || KNOWN_PREFIX.test(key);
}

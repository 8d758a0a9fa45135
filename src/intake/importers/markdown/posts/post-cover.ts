// Finds the cover of a post under the names that generators and themes use for it.
import type { ImportedImage } from "../../import-event.js";
import { type FieldValue, isFieldMap, lineOf, listOf, positiveIntegerOf } from "../front-matter/field-value.js";
import { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { type ItemNotices, inQuotes } from "../item-notices.js";
import { webAddress } from "./post-metadata.js";

/** In the order of precedence: pictures of the post, then of its page, then of its preview elsewhere. */
const COVER_FIELDS = [
  ...[
    "cover",
    "cover_image",
    "cover_img",
    "cover_url",
    "coverfile",
    "image",
    "img",
    "thumbnail",
    "thumbnail_image",
    "thumb",
  ],
  ...[
    "featured_image",
    "feature_image",
    "featured_img",
    "feature_img",
    "feature",
    "featured",
    "banner",
    "banner_image",
    "banner_img",
  ],
  ...["index_img", "teaser", "preview", "poster", "hero", "hero_image", "images"],
  ...[
    "header.teaser",
    "header.image",
    "header.overlay_image",
    "header.img",
    "header_img",
    "header_image",
    "head_img",
    "top_img",
  ],
  ...["background", "bg_image", "lead_image", "photos", "photo", "resources"],
  ...["social_image", "share_img", "og_image", "header.og_image", "twitter_image", "seo.image", "card_image"],
];
const PICTURE = /\.(?:png|jpe?g|gif|webp|svg|avif|bmp|ico|heic)(?:[?#].*)?$/i;
/** These fields hold other things as well, such as colours and `true`, of which nothing is told. */
const VAGUE = /^(?:top_img|background|featured?|preview|img|hero|banner|resources|images|photos?|poster)$/;

/** `resolve` gives the address of a file that the front matter names relative to the post. Null if it is unknown. */
export function coverOf(
  fields: FrontMatterFields,
  notices: ItemNotices,
  resolve: (url: string) => string | null,
): ImportedImage | null {
  let cover: ImportedImage | null = null;
  for (const name of COVER_FIELDS) {
    const value = fields.first(name);
    // Some themes use `cover: false` for "no cover".
    if (cover !== null || value === null || typeof value === "boolean") continue;
    const alt =
      lineOf(fields.first(`${name}_alt`, "cover_alt", "image_alt", "thumbnail_alt", "featured_image_alt")) ?? "";
    const image = name === "resources" ? featuredResource(value) : (listOf(value)[0] ?? null);
    if (image !== null) cover = imageOf(image, { alt, isVague: VAGUE.test(name) }, resolve, notices);
  }
  return cover;
}

/** `resources: [{ name: featured-image, src: a.png }]` of Hugo. */
function featuredResource(value: FieldValue): FieldValue {
  const found = listOf(value).find((item) => {
    const fields = new FrontMatterFields(isFieldMap(item) ? item : new Map());
    return /feature|cover|thumb/i.test(lineOf(fields.first("name", "title")) ?? "");
  });
  return found ?? null;
}

function imageOf(
  value: FieldValue,
  { alt, isVague }: { alt: string; isVague: boolean },
  resolve: (url: string) => string | null,
  notices: ItemNotices,
): ImportedImage | null {
  const details = isFieldMap(value) ? new FrontMatterFields(value) : null;
  const written = lineOf(details === null ? value : details.first("image", "url", "src", "path", "feature", "teaser"));
  if (written === null) return null;
  const url = imageUrl(written) ?? (PICTURE.test(written) ? relativeUrl(written, resolve) : null);
  if (url === null) {
    if (!isVague || PICTURE.test(written))
      notices.changed(
        `The cover ${inQuotes(written)} was ignored: expected a web address or a path from the root of the site.`,
      );
    return null;
  }
  return {
    url,
    alt: lineOf(details?.first("alt", "caption") ?? null) ?? alt,
    width: positiveIntegerOf(details?.first("width") ?? null),
    height: positiveIntegerOf(details?.first("height") ?? null),
  };
}

function imageUrl(written: string): string | null {
  if (/^\/(?![/\\])/.test(written)) return written;
  return webAddress(written.startsWith("//") ? `https:${written}` : written);
}

function relativeUrl(written: string, resolve: (url: string) => string | null): string | null {
  const resolved = /[*{}\s]/.test(written) ? null : resolve(written);
  return resolved === null ? null : imageUrl(resolved);
}

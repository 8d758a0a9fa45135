// The body of W9: posts with their tags, the tags' post counts, their categories and their places in series.
import { joined, quote, summary, uuids } from "./json-text.mjs";

/** Rows are `[kind, id, …]`. `tags` holds JSON objects without the closing brace, `categories` whole ones, both by id. */
export function wideBody(rows, { categories, tags }) {
  const [totals, series, parts, entries] = [new Map(), new Map(), new Map(), new Map()];
  for (const [kind, id, text, slug] of rows) {
    if (kind === "total") totals.set(id, text);
    else if (kind === "series") series.set(id, `{"title":${quote(text)},"slug":${quote(slug)}}`);
    else if (kind === "part") {
      const list = parts.get(id);
      if (list === undefined) parts.set(id, [text]);
      else list.push(text);
    }
  }
  for (const [id, list] of parts) {
    const end = `,"total":${list.length},"series":${series.get(id)}}`;
    for (let i = 0; i < list.length; i += 1) entries.set(list[i], `{"position":${i + 1}${end}`);
  }
  const counted = new Map();
  const tagOf = (id) => {
    let text = counted.get(id);
    if (text === undefined) {
      text = `${tags.get(id)},"postCount":${totals.get(id) ?? 0}}`;
      counted.set(id, text);
    }
    return text;
  };
  let nodes = "";
  for (const [kind, id, title, slug, categoryIds, tagIds] of rows) {
    if (kind !== "post") break;
    nodes += `${nodes === "" ? "" : ","}${summary(title, slug)},"tags":[${uuids(tagIds).map(tagOf).join(",")}],"categories":[${joined(categoryIds, categories)}],"seriesEntry":${entries.get(id) ?? null}}`;
  }
  return `{"data":{"posts":{"nodes":[${nodes}]}}}`;
}

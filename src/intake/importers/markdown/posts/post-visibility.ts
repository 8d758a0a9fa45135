// Finds every field by which a generator, a theme or a plugin hides a post. A field with an unclear value hides the post, because a
// publication cannot be undone.

import type { FileFacts } from "../file-name.js";
import { flagOf, isEmpty, lineOf } from "../front-matter/field-value.js";
import type { FrontMatterFields } from "../front-matter/front-matter-fields.js";
import { parseWrittenDate } from "../front-matter/written-date.js";
import { inQuotes } from "../item-notices.js";

const HIDING_FLAGS = [
  "draft",
  "private",
  "hidden",
  "unlisted",
  "hide",
  "headless",
  "encrypt",
  "protected",
  "encrypted",
  "staticrypt",
] as const;
const SHOWING_FLAGS = ["published", "publish", "public"] as const;
const PUBLIC_STATES = ["publish", "published", "public"];

/** The fields that decide whether and when a post is public, by which a section or a configuration hides its posts as well. */
export const VISIBILITY_FIELDS: readonly string[] = [
  ...HIDING_FLAGS,
  ...SHOWING_FLAGS,
  ...["password", "status", "visibility", "build", "_build"],
  ...["date", "publishDate", "pubDate", "expiryDate", "expires", "unpublishDate"],
];

/** Clauses that complete the sentence “Imported as a draft: …”. Empty if the post may be public. */
export function hiddenReasons(fields: FrontMatterFields, facts: Pick<FileFacts, "isDraft">): string[] {
  return [
    ...(facts.isDraft ? ["it is in the folder _drafts"] : []),
    ...HIDING_FLAGS.flatMap((name) => hidingReason(fields, name)),
    ...SHOWING_FLAGS.flatMap((name) => showingReason(fields, name)),
    ...(isEmpty(fields.first("password")) ? [] : ["it is protected by a password"]),
    ...statusReason(fields),
    ...["render", "list"].flatMap((option) => buildReason(fields, option)),
  ];
}

function hidingReason(fields: FrontMatterFields, name: string): string[] {
  const flag = flagOf(fields.first(name));
  if (flag === "unclear") return [`its ${name} field is neither yes nor no`];
  return flag === true ? [`its front matter has the flag ${name}`] : [];
}

/** `published` may also be the publication date. */
function showingReason(fields: FrontMatterFields, name: string): string[] {
  const value = fields.first(name);
  const flag = flagOf(value);
  if (flag === false) return [`its ${name} field is false`];
  const isDate = parseWrittenDate(lineOf(value) ?? "", "UTC") !== null;
  return flag === "unclear" && !isDate ? [`its ${name} field is neither yes, no nor a date`] : [];
}

function statusReason(fields: FrontMatterFields): string[] {
  const status = lineOf(fields.first("status", "visibility"));
  return status === null || PUBLIC_STATES.includes(status.toLowerCase()) ? [] : [`its status is ${inQuotes(status)}`];
}

function buildReason(fields: FrontMatterFields, option: string): string[] {
  const value = lineOf(fields.first(`_build.${option}`, `build.${option}`));
  return value === null || ["always", "true"].includes(value) ? [] : [`its build options have ${option}: ${value}`];
}

// Canaries are words that occur only in hidden content. A canary in a response is a leak, also inside encoded text such as cursors and
// ids.
import { createHash } from "node:crypto";

const MARK = "kxqcanary";
const LONG_TOKEN = /[A-Za-z0-9_-]{16,}/g;

/** A different word for every place. */
export function canary(place: string): string {
  return `${MARK}${createHash("sha256").update(place).digest("hex").slice(0, 12)}`;
}

/** An SQL expression that gives a canary for each row of a table. */
export const canarySql = (place: string): string => `'${MARK}' || substr(md5('${place}' || id::text), 1, 12)`;

/** The canaries in a text, plain or in base64url. */
export function canariesIn(text: string): string[] {
  const decoded = (text.match(LONG_TOKEN) ?? []).map((token) => Buffer.from(token, "base64url").toString("utf8"));
  return [text, ...decoded].flatMap((part) => part.toLowerCase().match(new RegExp(`${MARK}[0-9a-f]*`, "g")) ?? []);
}

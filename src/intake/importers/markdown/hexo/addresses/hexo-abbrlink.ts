// The token `:abbrlink` of the plug-in hexo-abbrlink, a checksum of the title that the plug-in makes for each post without the field.
import { type FieldMap, isFieldMap, lineOf } from "../../front-matter/field-value.js";
import type { FrontMatterFields } from "../../front-matter/front-matter-fields.js";

/** The value for a title. */
export type Abbrlink = (title: string) => string;

/** Null if the project does not have the plug-in. `packages` is the content of package.json, if there is one. */
export function hexoAbbrlink(config: FrontMatterFields, packages: FieldMap | null): Abbrlink | null {
  const dependencies = packages?.get("dependencies") ?? null;
  if (!isFieldMap(dependencies) || !dependencies.has("hexo-abbrlink")) return null;
  const is32 = lineOf(config.first("abbrlink.alg")) === "crc32";
  const radix = lineOf(config.first("abbrlink.rep")) === "hex" ? 16 : 10;
  return (title) => (is32 ? checksum(title, 0xedb88320, 0xffffffff) : checksum(title, 0xa001, 0)).toString(radix);
}

/** CRC with a reflected polynomial. `mask` is its initial value, and inverts its result. */
function checksum(text: string, polynomial: number, mask: number): number {
  let sum = mask;
  for (const byte of Buffer.from(text)) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ polynomial : sum >>> 1;
  }
  return (sum ^ mask) >>> 0;
}

// What a site generator decides about a file before its own front matter does: whether it reads the file at all, and the front matter that
// the file inherits. Paths are relative to the folder of the configuration, with slashes.
import type { FieldMap } from "../front-matter/field-value.js";
import type { FrontMatterFields } from "../front-matter/front-matter-fields.js";

export interface SiteRules {
  /** A clause about why the generator makes no post of the file. Null if it does. */
  passedOver(path: string): string | null;
  /** The front matter that the file inherits. Its own has precedence. */
  inherited(path: string, locale: string | null): FieldMap;
  /** Clauses about what hides a post whose own front matter may not hide it. */
  hides(path: string, fields: FrontMatterFields, locale: string | null): string[];
}

export const NO_RULES: SiteRules = { passedOver: () => null, inherited: () => new Map(), hides: () => [] };

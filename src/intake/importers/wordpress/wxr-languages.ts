// The language of an item, which plugins for several languages store as a term (Polylang) or as a meta value (WPML, Bogo).
import { phpText, readPhpArray } from "./wxr/php-serialised.js";
import type { WxrFields, WxrItem } from "./wxr/wxr-record.js";
import { ownCopy, wxrLocale } from "./wxr/wxr-text.js";
import { ofDomain } from "./wxr-terms.js";

const META_KEYS = ["_wpml_import_language_code", "_locale"] as const;
/** WordPress adds the form of address or an orthography, as in de_DE_formal and pt_PT_ao90. */
const WITH_VARIANT = /^([a-z]{2,3}(?:[-_][a-z]{4})?[-_][a-z]{2})[-_](?:formal|informal|ao90|valencia)$/i;

export class WxrLanguages {
  /** By the slug of the language. */
  readonly #locales = new Map<string, string>();

  /** A term of the taxonomy `language`, whose description has the locale. */
  add(fields: WxrFields): void {
    const slug = fields.get("wp:term_slug")?.trim() ?? "";
    const locale = localeIn(phpText(readPhpArray(fields.get("wp:term_description")), "locale"));
    if (slug !== "" && locale !== null) this.#locales.set(ownCopy(slug), ownCopy(locale));
  }

  /** Null if the export names none. */
  localeOf(item: WxrItem): string | null {
    const [language] = ofDomain(item.terms, "language");
    const slug = language?.nicename ?? "";
    const stored = META_KEYS.map((key) => item.meta.get(key)?.[0] ?? null).find((value) => localeIn(value) !== null);
    return this.#locales.get(slug) ?? wxrLocale(slug) ?? localeIn(stored ?? null);
  }
}

function localeIn(text: string | null): string | null {
  return text === null ? null : wxrLocale(text.trim().replace(WITH_VARIANT, "$1"));
}

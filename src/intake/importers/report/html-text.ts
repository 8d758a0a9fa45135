// Writes HTML in which every text is escaped: the values of a template are texts, unless they were made by a template themselves.

/** HTML that is safe as it is. */
export class SafeHtml {
  constructor(readonly markup: string) {}
}

export type HtmlValue = string | number | null | SafeHtml | readonly SafeHtml[];

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** As text and in a quoted attribute. Control characters and lone surrogates, which a page cannot hold, become U+FFFD. */
export function escapeForPage(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(/(?![\n\t])[\p{Cc}\p{Surrogate}]/gu, "\uFFFD")
    .replace(/[&<>"']/g, (found) => ESCAPES[found] ?? found);
}

/** The tag of a template: `` html`<p>${text}</p>` ``. Null is nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): SafeHtml {
  let markup = parts[0] ?? "";
  for (const [index, value] of values.entries()) markup += markupOf(value) + (parts[index + 1] ?? "");
  return new SafeHtml(markup);
}

function markupOf(value: HtmlValue): string {
  if (value === null) return "";
  if (value instanceof SafeHtml) return value.markup;
  return typeof value === "object" ? value.map(({ markup }) => markup).join("") : escapeForPage(String(value));
}

/**
 * A text that may be in another language and direction than the page. With its language a browser chooses the forms of Han characters and
 * the font.
 */
export function isolated(text: string): SafeHtml {
  const language = scriptLanguageOf(text);
  return language === null ? html`<bdi>${text}</bdi>` : html`<bdi lang="${language}">${text}</bdi>`;
}

/** Null unless the text is in Chinese, Japanese or Korean. */
export function scriptLanguageOf(text: string): string | null {
  const start = text.slice(0, 2_000);
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(start)) return "ja";
  if (/\p{Script=Hangul}/u.test(start)) return "ko";
  return /\p{Script=Han}/u.test(start) ? "zh" : null;
}

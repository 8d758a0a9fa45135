// Resolves the relative links and pictures of an imported body against the old address of its post. The source gets the result, because the
// old address is known only at the import, and a body is rendered again from its source alone.
import MarkdownIt from "markdown-it";
import type { MarkupFormat } from "../body.js";
import type { InlineState, MarkdownToken } from "../markdown/parser-states.js";
import { htmlEdits, tagEdits } from "./html-addresses.js";
import { type Definition, observeDestinations, watchLinks } from "./link-destinations.js";
import { type AddressOptions, resolvedAddress } from "./resolve-address.js";
import { applyEdits, recordEdit, type SourceEdit, translatorOf } from "./source-edits.js";
import type { SourceLines } from "./source-lines.js";

/** Of HTML, the attributes of elements are read; of Markdown, also its own links, pictures and definitions. */
export function absoluteAddresses(source: string, format: MarkupFormat, options: AddressOptions): string {
  if (format === "MARKDOWN") return translate(source, options);
  return applyEdits(source, htmlEdits(source, { from: 0, to: source.length }, options));
}

const { normalizeReference } = new MarkdownIt().utils;

const translate = translatorOf<AddressOptions>({
  mayChange: (source) => /\]\(|\]:|<[a-z]/i.test(source),
  rules: { html_address: readTag },
  configure: observeDestinations,
  watch: (state) =>
    watchLinks(state, ({ env }, kind, { text, start, end }) => {
      const resolved = resolvedAddress(text, kind, env.context);
      if (resolved !== null) recordEdit(state, { start, end, text: resolved });
    }),
  blockEdits: (tokens, lines, { context, ...env }) => [
    ...blockEdits(tokens, lines, context),
    ...definitionEdits(lines, env, context),
  ],
});

function readTag(state: InlineState, silent: boolean): boolean {
  const { src, pos, env } = state;
  if (silent || src[pos] !== "<") return false;
  for (const edit of tagEdits(src, pos, env.context)) recordEdit(state, edit);
  return false;
}

function blockEdits(tokens: readonly MarkdownToken[], lines: SourceLines, options: AddressOptions): SourceEdit[] {
  return tokens.flatMap(({ type, map }) =>
    type === "html_block" && map !== null ? htmlEdits(lines.source, lines.range(map), options) : [],
  );
}

interface DefinitionsEnv {
  definitions?: Definition[];
  references?: Record<string, unknown>;
}

/** What a definition names may be a page or a picture. */
function definitionEdits(lines: SourceLines, env: DefinitionsEnv, options: AddressOptions): SourceEdit[] {
  return (env.definitions ?? []).flatMap(({ label, text, start, line }) => {
    const isDefined = env.references !== undefined && normalizeReference(label) in env.references;
    const resolved = isDefined ? resolvedAddress(text, "LINK", options) : null;
    const place = lines.placeOf(line, start);
    return resolved === null ? [] : [{ start: place, end: place + text.length, text: resolved }];
  });
}

// Recognises hidden objects in a response: by their ids, also inside cursors, and by slugs, titles and words that occur in no visible
// content.
import type { HiddenObject } from "./hidden-objects.js";

const WORD = /[\p{L}\p{M}\p{N}]{5,}/gu;
const TOKEN = /[A-Za-z0-9_-]{16,}/g;
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** Shorter texts are too common to be evidence. */
const MIN_TEXT_LENGTH = 5;

export class Evidence {
  readonly #byId = new Map<string, HiddenObject>();
  readonly #byText = new Map<string, HiddenObject>();

  constructor(objects: readonly HiddenObject[]) {
    for (const object of objects) {
      this.#byId.set(object.uuid, object).set(object.globalId, object);
      const texts = [object.slug, object.name, ...object.paths, ...(object.name.toLowerCase().match(WORD) ?? [])];
      for (const text of texts) if (text.length >= MIN_TEXT_LENGTH) this.#byText.set(text.toLowerCase(), object);
    }
  }

  /** Words of a text that is visible to everybody are no evidence. */
  discount(text: string): void {
    for (const part of partsOf(text)) this.#byText.delete(part);
  }

  /**
   * The hidden objects that a response reveals, with the evidence. Texts of the request itself are no evidence; an id in the data is,
   * because data does not echo the request.
   */
  sightings(response: { data?: unknown; errors?: unknown }, request: string): Map<HiddenObject, string> {
    const seen = new Map<HiddenObject, string>();
    const echo = new Set(partsOf(request));
    for (const text of stringsIn(response)) {
      for (const part of [text.toLowerCase(), ...partsOf(text)]) {
        const object = echo.has(part) ? undefined : this.#byText.get(part);
        if (object !== undefined) seen.set(object, part);
      }
    }
    for (const text of stringsIn(response.data)) {
      for (const id of idsIn(text)) {
        const object = this.#byId.get(id);
        if (object !== undefined) seen.set(object, id);
      }
    }
    return seen;
  }
}

function idsIn(text: string): string[] {
  const tokens = text.match(TOKEN) ?? [];
  const decoded = tokens.map((token) => Buffer.from(token, "base64url").toString("latin1"));
  return [...tokens, ...[text, ...decoded].flatMap((part) => part.match(UUID) ?? [])];
}

/** Words, and segments of paths, which are slugs. */
function partsOf(text: string): string[] {
  const lower = text.toLowerCase();
  const tokens = lower.split(/[\s"'()<>[\]{},]+/);
  return [...(lower.match(WORD) ?? []), ...tokens, ...tokens.flatMap((token) => token.split(/[/?#]/))];
}

function* stringsIn(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null)
    for (const inner of Object.values(value)) yield* stringsIn(inner);
}

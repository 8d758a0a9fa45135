// Checks the query string of a GET before Apollo reads it. URLSearchParams repairs what it cannot decode, so without
// these checks a client would be answered about text that it never sent.
import { badRequest } from "../http-rejection.js";
import { hasUnstorableText, mayHideUnstorableText } from "./unstorable-text.js";

export function assertDecodable(search: string): void {
  // Without an escape of either kind there is nothing that could be decoded wrongly.
  if (!/[%\\]/.test(search)) return;
  try {
    decodeURIComponent(search);
  } catch {
    throw badRequest("Expected a query string of percent-encoded UTF-8, got another encoding.");
  }
  for (const value of new URLSearchParams(search).values()) {
    if (hasUnstorableText(value) || (mayHideUnstorableText(value) && hasUnstorableText(jsonOrNothing(value)))) {
      throw badRequest("Expected text without U+0000 and without lone surrogates.");
    }
  }
}

/** `variables` and `extensions` are JSON; a parameter that is not is either the document or Apollo's to refuse. */
function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// Checks the query string of a GET before Apollo reads it. URLSearchParams replaces bytes that it cannot decode, so that without
// these checks the response would be about text that the client did not send.
import { badRequest } from "../http-rejection.js";
import { hasUnstorableText, mayHideUnstorableText } from "./unstorable-text.js";

export function assertDecodable(search: string): void {
  // Without escapes nothing can be decoded wrongly.
  if (!/[%\\]/.test(search)) return;
  try {
    decodeURIComponent(search);
  } catch {
    throw badRequest("Expected a query string of percent-encoded UTF-8, got another encoding.");
  }
  for (const value of new URLSearchParams(search).values()) {
    if (hasUnstorableText(value) || (mayHideUnstorableText(value) && hasUnstorableText(jsonOrUndefined(value)))) {
      throw badRequest("Expected text without U+0000 and without lone surrogates.");
    }
  }
}

/** `variables` and `extensions` are JSON. Another parameter is the document, and invalid JSON is rejected by Apollo. */
function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// Limits of webhooks.

/** As many as a process calls at the same time, so that no receiver delays the calls of another webhook. */
export const MAX_WEBHOOKS = 20;
/** Characters of a document. */
export const MAX_DOCUMENT = 10_000;
export const MAX_DEBOUNCE_SECONDS = 3_600;
/** There are no more types. */
export const MAX_NODE_TYPES = 10;

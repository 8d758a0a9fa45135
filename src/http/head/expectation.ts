// `Expect: 100-continue`: the client waits with its body until it is invited, so that it need not send one that is rejected by its head. The
// invitation is sent when the body is about to be read: its type, its length and the credential have been checked by then.
import type { IncomingMessage, ServerResponse } from "node:http";

export const CONTINUE = "100-continue";

const waiting = new WeakMap<IncomingMessage, ServerResponse>();

/** To be called for a request with this expectation. */
export function awaitInvitation(request: IncomingMessage, response: ServerResponse): void {
  waiting.set(request, response);
}

/** Lets a client that waits send its body. */
export function inviteBody(request: IncomingMessage): void {
  const response = waiting.get(request);
  if (response === undefined) return;
  waiting.delete(request);
  response.writeContinue();
}

/** The body of such a request may never arrive, so that its connection cannot be used any longer. */
export function wasNeverInvited(request: IncomingMessage): boolean {
  return waiting.has(request);
}

// Negotiates which of the two JSON media types of GraphQL over HTTP a client accepts. Apollo negotiates by the same library, but
// after the execution: too late to reject a mutation whose response the client could not read.
import Negotiator from "negotiator";

export const JSON_MEDIA_TYPE = "application/json; charset=utf-8";
export const GRAPHQL_MEDIA_TYPE = "application/graphql-response+json; charset=utf-8";
const EVENT_STREAM = "text/event-stream";

/** Undefined if the client accepts neither. Without a preference plain JSON, as Apollo does. */
export function negotiateMediaType(accept: string | undefined): string | undefined {
  if (accept === undefined || accept === "" || accept === "*/*" || accept === "application/json")
    return JSON_MEDIA_TYPE;
  return new Negotiator({ headers: { accept } }).mediaType([JSON_MEDIA_TYPE, GRAPHQL_MEDIA_TYPE]);
}

/** Whether the client prefers a stream of events to JSON. */
export function prefersEventStream(accept: string | undefined): boolean {
  if (accept === undefined || !accept.includes("event-stream")) return false;
  return (
    new Negotiator({ headers: { accept } }).mediaType([JSON_MEDIA_TYPE, GRAPHQL_MEDIA_TYPE, EVENT_STREAM]) ===
    EVENT_STREAM
  );
}

export function acceptsHtml(accept: string | undefined): boolean {
  if (accept === undefined || accept === "*/*" || accept === "application/json") return false;
  return /\btext\/html\b/i.test(accept);
}

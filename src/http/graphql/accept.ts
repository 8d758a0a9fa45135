// Which of the two JSON media types of GraphQL over HTTP a client takes. Apollo chooses by the same library but only
// after it has executed the operation, too late to refuse a mutation whose answer the client could not read.
import Negotiator from "negotiator";

export const JSON_MEDIA_TYPE = "application/json; charset=utf-8";
export const GRAPHQL_MEDIA_TYPE = "application/graphql-response+json; charset=utf-8";

/** Nothing where the client takes neither. In the order of Apollo: without a preference, plain JSON. */
export function negotiateMediaType(accept: string | undefined): string | undefined {
  if (accept === undefined || accept === "" || accept === "*/*" || accept === "application/json")
    return JSON_MEDIA_TYPE;
  return new Negotiator({ headers: { accept } }).mediaType([JSON_MEDIA_TYPE, GRAPHQL_MEDIA_TYPE]);
}

export function acceptsHtml(accept: string | undefined): boolean {
  if (accept === undefined || accept === "*/*" || accept === "application/json") return false;
  return /\btext\/html\b/i.test(accept);
}

// The headers that pages of other origins may send and read. A header of a request needs to be listed here, or the browser refuses to send the
// request; none of them authenticates by itself except those that a page sets on purpose.

/** Of this service, and those that GraphQL clients send by themselves or by a setting. */
const OF_CLIENTS =
  "authorization, content-type, accept, idempotency-key, x-preview-token, x-request-id, " +
  "apollographql-client-name, apollographql-client-version, apollo-require-preflight, " +
  "x-apollo-operation-name, x-apollo-operation-id, x-apollo-operation-type, x-apollo-cache-control, " +
  "graphql-client-name, graphql-client-version, graphql-preflight, graphql-require-preflight, " +
  "x-graphql-client-name, x-graphql-client-version, x-graphql-yoga-csrf, x-graphql-event-stream-token, last-event-id, x-requested-with";
/** Of W3C Trace Context and Baggage, and of common tracers before them. */
const OF_TRACING =
  "traceparent, tracestate, baggage, sentry-trace, b3, x-b3-traceid, x-b3-spanid, x-b3-parentspanid, x-b3-sampled, x-b3-flags, " +
  "uber-trace-id, x-datadog-trace-id, x-datadog-parent-id, x-datadog-origin, x-datadog-sampling-priority, x-datadog-tags, " +
  "x-amzn-trace-id, x-cloud-trace-context, x-correlation-id, request-id, request-context, newrelic, elastic-apm-traceparent";
/** Which fetch, or a page that calls it, adds to control caches. */
const OF_FETCH =
  "accept-language, content-language, cache-control, pragma, if-none-match, if-modified-since, priority, range, save-data";

const ALLOWED = [OF_CLIENTS, OF_TRACING, OF_FETCH].join(", ");
const EVERY_HEADER = "*";

/** Beside those that a page may read anyway, such as Cache-Control and Content-Type. */
export const EXPOSED_HEADERS =
  "x-request-id, retry-after, ratelimit, ratelimit-policy, etag, cache-status, age, allow, www-authenticate";

/** The value of Access-Control-Allow-Headers; `further` are the names of a setting, or `*`. */
export function allowedHeaders(further: readonly string[]): string {
  // The asterisk does not stand for Authorization.
  if (further.includes(EVERY_HEADER)) return `*, ${ALLOWED}`;
  return [ALLOWED, ...further.map((name) => name.toLowerCase())].join(", ");
}

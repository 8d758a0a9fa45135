// Chooses the status of a response with errors. If several errors ask for a status, the highest counts: fields fail in any order, and Apollo would
// take the status of the last one. And it is 200 instead of 400 for errors in the document or its variables, if the client accepts
// `application/json` by name. GraphQL over HTTP demands it: such a client may be old and take any other status for an error of a proxy.
import type { ApolloServerPlugin, BaseContext } from "@apollo/server";
import { ApolloServerErrorCode } from "@apollo/server/errors";
import type { GraphQLError } from "graphql";
import { JSON_MEDIA_TYPE, negotiateMediaType } from "./accept.js";

const MAPPED_CODES: ReadonlySet<unknown> = new Set([
  ApolloServerErrorCode.GRAPHQL_PARSE_FAILED,
  ApolloServerErrorCode.GRAPHQL_VALIDATION_FAILED,
  ApolloServerErrorCode.BAD_USER_INPUT,
  "LIMIT_EXCEEDED",
]);

/** With a wildcard or without the header the status stays 400, which is more informative. */
export function asksForPlainJson(accept: string | undefined): boolean {
  return (
    accept !== undefined && /\bapplication\/json\b/i.test(accept) && negotiateMediaType(accept) === JSON_MEDIA_TYPE
  );
}

export function createStatusMappingPlugin(): ApolloServerPlugin<BaseContext> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ request, response, errors: raised = [] }) {
          const statuses = raised.flatMap((error) => statusOf(error) ?? []);
          if (statuses.length > 1) response.http.status = Math.max(...statuses);
          if (response.http.status !== 400 || response.body.kind !== "single") return;
          const { data, errors } = response.body.singleResult;
          if (data !== undefined || errors?.every((error) => MAPPED_CODES.has(error.extensions?.code)) !== true) return;
          if (asksForPlainJson(request.http?.headers.get("accept"))) response.http.status = 200;
        },
      };
    },
  };
}

/** Errors of resolvers carry it in the extensions of the original error, which graphql-js copies. */
function statusOf({ extensions }: GraphQLError): number | undefined {
  const http = extensions.http as { status?: unknown } | undefined;
  return typeof http?.status === "number" ? http.status : undefined;
}

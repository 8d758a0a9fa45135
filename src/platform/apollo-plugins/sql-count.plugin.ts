// Adds the number of SQL statements to every response, to show that it does not grow with the number of rows.
import type { ApolloServerPlugin } from "@apollo/server";

interface Counted {
  db: { statements: number };
}

export const sqlCount = ({ db }: Counted) => ({ sql: { statements: db.statements } });

export function createSqlCountPlugin<C extends Counted>(): ApolloServerPlugin<C> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ contextValue, response }) {
          if (response.body.kind !== "single") return;
          const result = response.body.singleResult;
          result.extensions = { ...result.extensions, ...sqlCount(contextValue) };
        },
      };
    },
  };
}

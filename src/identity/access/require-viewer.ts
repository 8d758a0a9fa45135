// The gate in front of every mutation.
import { HeaderMap } from "@apollo/server";
import { GraphQLError } from "graphql";
import { ForbiddenError } from "../../platform/graphql/bad-input.js";
import type { Viewer } from "../viewer.js";
import { type Action, mayEver } from "./policy.js";

/** The viewer, who may do the action to something at least; else UNAUTHENTICATED or FORBIDDEN. */
export function requireViewer(ctx: { viewer: Viewer | null }, action: Action): Viewer {
  const { viewer } = ctx;
  if (viewer === null) {
    throw new GraphQLError("This needs a token: send it as Authorization: Bearer <token>.", {
      extensions: {
        code: "UNAUTHENTICATED",
        http: { status: 401, headers: new HeaderMap([["www-authenticate", "Bearer"]]) },
      },
    });
  }
  if (!mayEver(viewer, action)) throw new ForbiddenError(`The role ${viewer.role} does not allow this.`);
  return viewer;
}

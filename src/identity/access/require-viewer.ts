// Checks authentication and role before a mutation.
import { HeaderMap } from "@apollo/server";
import { ForbiddenError } from "../../platform/graphql/bad-input.js";
import { CodedError } from "../../platform/graphql/error-codes.js";
import type { Viewer } from "../viewer.js";
import { type Action, mayEver } from "./policy.js";

/** The viewer, if its role allows the action on some object at least. Throws UNAUTHENTICATED or FORBIDDEN otherwise. */
export function requireViewer(ctx: { viewer: Viewer | null }, action: Action): Viewer {
  const { viewer } = ctx;
  if (viewer === null) {
    throw new CodedError(
      "UNAUTHENTICATED",
      "Authentication is required. Send a token as Authorization: Bearer <token>.",
      {
        http: { status: 401, headers: new HeaderMap([["www-authenticate", "Bearer"]]) },
      },
    );
  }
  if (!mayEver(viewer, action)) throw new ForbiddenError(`The role ${viewer.role} does not allow this.`);
  return viewer;
}

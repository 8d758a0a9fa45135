// Checks authentication and role before a mutation or a query for some viewers only.
import { HeaderMap } from "@apollo/server";
import { ForbiddenError } from "../../platform/graphql/bad-input.js";
import { CodedError } from "../../platform/graphql/error-codes.js";
import { throwUserError } from "../../platform/graphql/user-error.js";
import type { Role, Viewer } from "../viewer.js";
import { type Action, mayEver } from "./policy.js";

/**
 * The viewer of a mutation, if its role allows the action on some object at least. Throws UNAUTHENTICATED, or FORBIDDEN as a user error:
 * the payload contains it, and other mutations of the request are reported beside it.
 */
export function requireViewer(ctx: { viewer: Viewer | null }, action: Action): Viewer {
  const viewer = requireCredential(ctx);
  if (!mayEver(viewer, action)) throwUserError("FORBIDDEN", forbiddenMessage(viewer.role));
  return viewer;
}

/** The same for a query, whose errors are GraphQL errors. */
export function requireReader(ctx: { viewer: Viewer | null }, action: Action): Viewer {
  const viewer = requireCredential(ctx);
  if (!mayEver(viewer, action)) throw new ForbiddenError(forbiddenMessage(viewer.role));
  return viewer;
}

const forbiddenMessage = (role: Role): string => `The role ${role} does not allow this.`;

function requireCredential({ viewer }: { viewer: Viewer | null }): Viewer {
  if (viewer !== null) return viewer;
  throw new CodedError(
    "UNAUTHENTICATED",
    "Authentication is required. Send a token as Authorization: Bearer <token>.",
    {
      http: { status: 401, headers: new HeaderMap([["www-authenticate", "Bearer"]]) },
    },
  );
}

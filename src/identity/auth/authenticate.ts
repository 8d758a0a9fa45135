// Authenticates a request by its headers and URL. The result is an identity, a rejected credential, or an error if the check is not
// possible at the moment. A request with a credential is never treated as anonymous.
import type { IncomingMessage } from "node:http";
import type { AuthConfig } from "../../platform/config/auth-config.js";
import { BadCredentialError, IdentityUnavailableError } from "../access/authentication-error.js";
import { ApiTokenCheck } from "../api-tokens/api-token-check.js";
import { isApiToken } from "../api-tokens/api-token-secret.js";
import { ANONYMOUS, type Identity, type Platform } from "../context.js";
import type { Viewer } from "../viewer.js";
import { bearerToken } from "./bearer.js";
import type { PreviewTokens } from "./preview-token.js";

/** `search` is the query string of the URL, including the question mark. */
export type Authenticate = (request: IncomingMessage, search: string) => Promise<Identity>;

type Access = Pick<Platform, "privateReads" | "transact" | "log">;

export async function createAuthenticate(
  access: Access,
  config: AuthConfig,
  previewTokens: PreviewTokens,
): Promise<Authenticate> {
  const apiTokens = new ApiTokenCheck(access);
  // Loaded only if JSON Web Tokens are configured, to keep the start quick.
  const jwt =
    config.jwt === null ? null : new (await import("./jwt-check.js")).JwtCheck(config.jwt, access.privateReads);
  const viewerOf = async (credential: string): Promise<Viewer> => {
    if (isApiToken(credential)) return apiTokens.viewerOf(credential);
    if (jwt === null)
      throw new BadCredentialError("it is not an API token, and no key for JSON Web Tokens is configured");
    return jwt.viewerOf(credential);
  };
  return async (request, search) => {
    const { authorization } = request.headersDistinct;
    const preview = previewToken(request, search);
    if (authorization === undefined && preview === null) return ANONYMOUS;
    try {
      const credential = bearerToken(authorization ?? []);
      const viewer = credential === null ? null : await viewerOf(credential);
      const shown = preview === null ? null : await previewTokens.previewOf(preview);
      return {
        viewer,
        previewPostId: shown?.postId ?? null,
        previewsWorkingCopy: shown?.showsWorkingCopy ?? false,
      };
    } catch (error) {
      if (error instanceof BadCredentialError || error instanceof IdentityUnavailableError) throw error;
      throw new IdentityUnavailableError("The credential cannot be checked, because the database does not respond.", {
        cause: error,
      });
    }
  };
}

/** The preview token of the header or the URL. Several are joined, so that the result is rejected as malformed. */
function previewToken({ headersDistinct }: IncomingMessage, search: string): string | null {
  const inUrl = search === "" ? [] : new URLSearchParams(search).getAll("preview");
  const given = [...(headersDistinct["x-preview-token"] ?? []), ...inUrl];
  return given.length === 0 ? null : given.join(" ");
}

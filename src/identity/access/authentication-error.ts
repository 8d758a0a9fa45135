// The two ways in which authentication fails. The reason is for the log only: all rejected credentials get the same response.

/** The credential is rejected. The message is for the operator; it never contains the credential. */
export class BadCredentialError extends Error {
  override readonly name = "BadCredentialError";
}

/** The credential cannot be checked at the moment. Treating its holder as anonymous would hide content that the holder may see. */
export class IdentityUnavailableError extends Error {
  override readonly name = "IdentityUnavailableError";
}

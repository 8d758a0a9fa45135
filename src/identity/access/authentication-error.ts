// The two ways in which nobody can be told from a request. What is wrong with a credential is for the log alone: every
// bad one gets the same answer.

/** The credential is not accepted. The message is a reason for the operator; it never holds the credential. */
export class BadCredentialError extends Error {
  override readonly name = "BadCredentialError";
}

/** The credential cannot be judged now; taking its owner for anonymous would show a site that is not theirs. */
export class IdentityUnavailableError extends Error {
  override readonly name = "IdentityUnavailableError";
}

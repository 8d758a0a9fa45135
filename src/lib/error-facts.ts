// What is known of a failure of whatever kind, thrown by whomever.

/** The code of a failed system call or SQL statement, or "" for any other error. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

// Reads the code and the message of a thrown value, which may be of any type.

/** The error code of a failed system call, or the SQLSTATE of a failed statement; "" for any other error. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

// Who asks. Identity is worked out once, before a request is executed, and only read after that.

export type Role = "AUTHOR" | "EDITOR" | "ADMIN";

export interface Viewer {
  /** Name of the token or subject. */
  name: string;
  role: Role;
  /** For role AUTHOR: the author whose posts may be written. */
  authorId: string | null;
  /** What stays the same when a credential is renewed; scopes idempotency keys. Absent where nobody sent a credential. */
  subject?: string;
}

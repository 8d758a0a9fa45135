// The viewer: the authenticated sender of a request. It is determined once, before the request is executed.

export type Role = "AUTHOR" | "EDITOR" | "ADMIN";

export interface Viewer {
  /** Name of the token or subject. */
  name: string;
  role: Role;
  /** For role AUTHOR: the author whose posts the viewer may write. */
  authorId: string | null;
  /** Stays the same when a credential is renewed, and scopes idempotency keys. Absent if the request had no credential. */
  subject?: string;
}

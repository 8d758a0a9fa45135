// Table of the sessions of browsers. A session that was made from an API token has the role and the author of the token as they are now;
// any other has its own. The secret is in the cookie of the browser, and only its hash is stored.
import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from "typeorm";
import type { Role } from "../viewer.js";

/** How somebody signed in: with an API token, by an identity provider, or by a link of the operator. */
export type SessionOrigin = "TOKEN" | "OIDC" | "LINK";

@Entity("studio_session")
@Check("studio_session_origin_check", "origin in ('TOKEN', 'OIDC', 'LINK')")
@Check("studio_session_api_token_id_check", "(origin = 'TOKEN') = (api_token_id is not null)")
@Check(
  "studio_session_role_check",
  "case when origin = 'TOKEN' then role is null else role in ('AUTHOR', 'EDITOR', 'ADMIN') end",
)
@Check("studio_session_author_id_check", "(coalesce(role, '') = 'AUTHOR') = (author_id is not null)")
export class StudioSessionRow {
  @PrimaryGeneratedColumn("uuid")
  id!: string;

  @Column("bytea", { unique: true })
  secretHash!: Buffer;

  @Column("text")
  origin!: SessionOrigin;

  @Column("uuid", { nullable: true })
  apiTokenId!: string | null;

  @ManyToOne("ApiToken", { onDelete: "CASCADE" })
  @JoinColumn({ name: "api_token_id" })
  apiToken?: object | null;

  /** Scopes idempotency keys. */
  @Column("text")
  subject!: string;

  @Column("text")
  name!: string;

  /** Null if the API token has it. */
  @Column("text", { nullable: true })
  role!: Role | null;

  @Column("uuid", { nullable: true })
  authorId!: string | null;

  @ManyToOne("Author", { onDelete: "CASCADE" })
  @JoinColumn({ name: "author_id" })
  author?: object | null;

  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  createdAt!: string;

  /** Accurate to a minute. */
  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  lastSeenAt!: string;

  @Column({ type: "timestamptz", precision: 3 })
  expiresAt!: string;

  @Column("text", { nullable: true })
  userAgent!: string | null;
}

// A credential for people and programs: table and GraphQL type. The secret itself is nowhere, only its hash.
import { Field, ObjectType } from "type-graphql";
import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from "typeorm";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import { Node } from "../../platform/graphql/node.js";
import { DateTimeScalar } from "../../platform/graphql/scalars.js";
import { RoleEnum } from "../access/role-enum.js";
import type { Role } from "../viewer.js";

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "A credential, sent as Authorization: Bearer <secret>. Seen by administrators alone.",
})
@Entity("api_token")
@Index(["createdAt", "id"])
@Check("api_token_role_check", "role in ('AUTHOR', 'EDITOR', 'ADMIN')")
@Check("api_token_author_id_check", "(role = 'AUTHOR') = (author_id is not null)")
export class ApiToken extends Node {
  @PrimaryGeneratedColumn("uuid")
  id!: string;

  @Column("text")
  @Field(() => String, { description: "What it is for; shown as the viewer's name and in revisions." })
  name!: string;

  @Column("text")
  @Field(() => RoleEnum, { description: "What its holder may do." })
  role!: Role;

  /** Whose posts a token of role AUTHOR may write. */
  @Column("uuid", { nullable: true })
  authorId!: string | null;

  // By name: this floor knows no content.
  @ManyToOne("Author", { onDelete: "CASCADE" })
  @JoinColumn({ name: "author_id" })
  author?: object | null;

  @Column("bytea", { unique: true })
  secretHash!: Buffer;

  @Column("text")
  @Field(() => String, { description: "The part of the secret after colophon_, to tell tokens apart." })
  prefix!: string;

  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  @Field(() => DateTimeScalar, { description: "When it was made." })
  createdAt!: string;

  @Column({ type: "timestamptz", precision: 3, nullable: true })
  @Field(() => DateTimeScalar, { nullable: true, description: "From when it is refused; null for never." })
  expiresAt!: string | null;

  @Column({ type: "timestamptz", precision: 3, nullable: true })
  @Field(() => DateTimeScalar, { nullable: true, description: "When it was revoked; it has been refused since." })
  revokedAt!: string | null;

  @Column({ type: "timestamptz", precision: 3, nullable: true })
  @Field(() => DateTimeScalar, { nullable: true, description: "When it was last used, to about a minute." })
  lastUsedAt!: string | null;

  override get globalId(): string {
    return encodeGlobalId("ApiToken", this.id);
  }
}

export const API_TOKEN_COLUMNS = `t.id, t.name, t.role, t.author_id as "authorId", t.prefix, t.created_at as "createdAt",
  t.expires_at as "expiresAt", t.revoked_at as "revokedAt", t.last_used_at as "lastUsedAt"`;

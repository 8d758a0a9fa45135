// Table and GraphQL type of an API token, a credential for people and programs. The secret is not stored, only its hash.
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
  description: "A credential that is sent as Authorization: Bearer <secret>. Visible to administrators only.",
})
@Entity("api_token")
@Index(["createdAt", "id"])
@Check("api_token_role_check", "role in ('AUTHOR', 'EDITOR', 'ADMIN')")
@Check("api_token_author_id_check", "(role = 'AUTHOR') = (author_id is not null)")
export class ApiToken extends Node {
  @PrimaryGeneratedColumn("uuid")
  id!: string;

  @Column("text")
  @Field(() => String, {
    description: "The purpose of the token. Shown as the name of the viewer and as the editor of revisions.",
  })
  name!: string;

  @Column("text")
  @Field(() => RoleEnum, { description: "The role of the viewer who sends the token." })
  role!: Role;

  /** For role AUTHOR: the author whose posts the token may write. */
  @Column("uuid", { nullable: true })
  authorId!: string | null;

  // The entity is given by name, because this floor must not import content.
  @ManyToOne("Author", { onDelete: "CASCADE" })
  @JoinColumn({ name: "author_id" })
  author?: object | null;

  @Column("bytea", { unique: true })
  secretHash!: Buffer;

  @Column("text")
  @Field(() => String, {
    description: "The part of the secret after `colophon_`, which identifies the token to people.",
  })
  prefix!: string;

  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  @Field(() => DateTimeScalar, { description: "When the token was created." })
  createdAt!: string;

  @Column({ type: "timestamptz", precision: 3, nullable: true })
  @Field(() => DateTimeScalar, { nullable: true, description: "When the token expires, or null if it does not." })
  expiresAt!: string | null;

  @Column({ type: "timestamptz", precision: 3, nullable: true })
  @Field(() => DateTimeScalar, { nullable: true, description: "When the token was revoked, or null if it was not." })
  revokedAt!: string | null;

  @Column({ type: "timestamptz", precision: 3, nullable: true })
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When the token was last used, accurate to about a minute.",
  })
  lastUsedAt!: string | null;

  override get globalId(): string {
    return encodeGlobalId("ApiToken", this.id);
  }
}

// Table and GraphQL type of a revision: a version of a post as it was saved.
import { Field, Int, ObjectType } from "type-graphql";
import { Column, Entity, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation, Unique } from "typeorm";
import { encodeGlobalId } from "../../../platform/graphql/global-id.js";
import { Node } from "../../../platform/graphql/node.js";
import { DateTimeScalar } from "../../../platform/graphql/scalars.js";
import { BodyFormat } from "../body/post-body.type.js";
import { Post } from "../post.entity.js";

@ObjectType({ implements: Node, simpleResolvers: true, description: "A version of a post as it was saved." })
@Entity("revision")
@Unique(["postId", "version"])
export class Revision extends Node {
  @PrimaryGeneratedColumn("uuid")
  id!: string;

  @Column("uuid")
  postId!: string;

  @ManyToOne(() => Post, { onDelete: "CASCADE" })
  @JoinColumn({ name: "post_id" })
  post?: Relation<Post>;

  @Column("integer")
  @Field(() => Int, { description: "The version of the post that this revision holds." })
  version!: number;

  @Column("text")
  @Field(() => String, { description: "The title of that version." })
  title!: string;

  @Column("text")
  @Field(() => String, { description: "The source of the body of that version, byte for byte." })
  source!: string;

  @Column("text")
  @Field(() => BodyFormat, { description: "The markup language of the source." })
  format!: "MARKDOWN" | "HTML";

  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  @Field(() => DateTimeScalar, { description: "The time at which the version was saved." })
  createdAt!: string;

  @Column("text", { nullable: true })
  @Field(() => String, {
    nullable: true,
    description: "The name of the token or subject that wrote the version. Null for an import.",
  })
  editor!: string | null;

  override get globalId(): string {
    return encodeGlobalId("Revision", this.id);
  }
}

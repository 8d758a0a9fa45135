// Table and GraphQL type of an author: a name on posts. Authentication is separate (identity/auth); an author is not an account.
import { Field, Int, ObjectType } from "type-graphql";
import { Column, Entity, Index, PrimaryGeneratedColumn } from "typeorm";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import { Node } from "../../platform/graphql/node.js";
import { Image } from "../images/image.js";
import { Routable } from "../site/routable.js";
import { PATH_PREFIXES } from "../site-path.js";

@ObjectType({ implements: [Node, Routable], simpleResolvers: true, description: "A person who writes posts." })
@Entity("author")
@Index(["name", "id"])
// By the path and the instant: a look-up that finds nothing takes the same work whether or not there is a hidden row.
@Index("author_expr_visible_from_idx", { synchronize: false })
export class Author extends Node {
  @PrimaryGeneratedColumn("uuid")
  id!: string;

  @Column({ type: "text", collation: "C", unique: true })
  @Field(() => String, { description: "Identifies the author in URLs. Unique among authors." })
  slug!: string;

  @Column({ type: "text", collation: "C" })
  @Field(() => String, { description: "The author's name as readers see it." })
  name!: string;

  @Column("text", { nullable: true })
  @Field(() => String, { nullable: true, description: "A short biography in plain text." })
  bio!: string | null;

  @Column("jsonb", { nullable: true })
  @Field(() => Image, { nullable: true, description: "A picture of the author." })
  avatar!: Image | null;

  @Column("integer", { default: 1 })
  @Field(() => Int, {
    description: "Increases by one with each accepted change. Mutations take it as expectedVersion.",
  })
  version!: number;

  /** `visible_from` of the earliest post of the author; "infinity" without one. Triggers maintain it. */
  @Column({ type: "timestamptz", precision: 3, default: () => "'infinity'" })
  visibleFrom!: string;

  get path(): string {
    return PATH_PREFIXES.author + this.slug;
  }

  override get globalId(): string {
    return encodeGlobalId("Author", this.id);
  }
}

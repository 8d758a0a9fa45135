// Table and GraphQL type of an author. Who may log in is another matter (auth/): an author is a name on posts.
import { Field, ObjectType } from "type-graphql";
import { Column, Entity, Index, PrimaryGeneratedColumn } from "typeorm";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import { Node } from "../../platform/graphql/node.js";
import { Image } from "../images/image.js";

@ObjectType({ implements: Node, simpleResolvers: true, description: "Somebody who writes posts." })
@Entity("author")
@Index(["name", "id"])
export class Author extends Node {
  @PrimaryGeneratedColumn("uuid")
  id!: string;

  @Column({ type: "text", collation: "C", unique: true })
  @Field(() => String, { description: "Names the author in URLs; unique among authors." })
  slug!: string;

  @Column({ type: "text", collation: "C" })
  @Field(() => String, { description: "As shown to readers." })
  name!: string;

  @Column("text", { nullable: true })
  @Field(() => String, { nullable: true, description: "A few words about the author, plain text." })
  bio!: string | null;

  @Column("jsonb", { nullable: true })
  @Field(() => Image, { nullable: true, description: "A picture of the author." })
  avatar!: Image | null;

  override get globalId(): string {
    return encodeGlobalId("Author", this.id);
  }
}

export const AUTHOR_COLUMNS = "a.id, a.slug, a.name, a.bio, a.avatar";

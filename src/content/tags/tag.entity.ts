// Table and GraphQL type of a tag: a flat label. A tag that only hidden posts carry does not exist for readers.
import { Field, ObjectType } from "type-graphql";
import { Column, Entity, Index, PrimaryGeneratedColumn } from "typeorm";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import { Node } from "../../platform/graphql/node.js";

@ObjectType({ implements: Node, simpleResolvers: true, description: "A flat label of posts." })
@Entity("tag")
@Index(["name", "id"])
export class Tag extends Node {
  @PrimaryGeneratedColumn("uuid")
  id!: string;

  @Column({ type: "text", collation: "C", unique: true })
  @Field(() => String, { description: "Names the tag in URLs; unique among tags." })
  slug!: string;

  @Column({ type: "text", collation: "C" })
  @Field(() => String, { description: "As shown to readers." })
  name!: string;

  override get globalId(): string {
    return encodeGlobalId("Tag", this.id);
  }
}

export const TAG_COLUMNS = "t.id, t.slug, t.name";

// Table and GraphQL type of a menu without its items.
import { Field, Int, ObjectType } from "type-graphql";
import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import { Node } from "../../platform/graphql/node.js";

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "A tree of links, such as the navigation of the site.",
})
@Entity("menu")
export class Menu extends Node {
  @PrimaryGeneratedColumn("uuid")
  id!: string;

  @Column({ type: "text", collation: "C", unique: true })
  @Field(() => String, { description: "Identifies the menu, such as main or footer. Unique among menus." })
  slug!: string;

  @Column("text")
  @Field(() => String, { description: "The name of the menu, for editors." })
  name!: string;

  @Column("integer", { default: 1 })
  @Field(() => Int, {
    description:
      "Increases by one with each accepted change that changes something. Mutations take it as expectedVersion.",
  })
  version!: number;

  override get globalId(): string {
    return encodeGlobalId("Menu", this.id);
  }
}

// GraphQL type of an item of a menu, as a viewer sees it.
import { Field, ObjectType } from "type-graphql";
import { FieldCost } from "../../platform/graphql/cost-directive.js";
import type { RoutedKind } from "../site-path.js";

@ObjectType({
  simpleResolvers: true,
  description: "An item of a menu. An item whose target the viewer cannot see is left out, with everything below it.",
})
export class MenuItem {
  targetKind!: RoutedKind | null;
  targetId!: string | null;

  @Field(() => String, { description: "The text of the link; the title of the target unless the item has its own." })
  label!: string;

  @Field(() => String, {
    description: "The current path of the target, relative to the site, or else the URL of the item as it was written.",
  })
  url!: string;

  @FieldCost({ size: 3 })
  @Field(() => [MenuItem], { description: "The items below this one. A menu has at most 3 levels and 200 items." })
  items!: MenuItem[];
}

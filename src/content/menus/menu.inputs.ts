// The inputs of the mutations of menus.
import { Field, ID, InputType, Int } from "type-graphql";

@InputType({ description: "An item of a menu. It leads either to an object, by `targetId`, or to a URL, by `url`." })
export class MenuItemInput {
  @Field(() => String, {
    nullable: true,
    description:
      "The text of the link, at most 200 characters. The title of the target if absent; an item with a URL needs it.",
  })
  label?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "The id of a post, page, category, tag, author or series, which the item follows wherever it moves.",
  })
  targetId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "A URL with https://, http://, mailto: or tel:, a path of the site that starts with /, or a fragment that starts with #, at most 2000 characters.",
  })
  url?: string | null;

  @Field(() => [MenuItemInput], {
    nullable: true,
    description: "The items below this one, in their order. A menu has at most 3 levels and 200 items.",
  })
  items?: MenuItemInput[] | null;
}

@InputType({ description: "A menu as a whole: what is not given is removed." })
export class SaveMenuInput {
  @Field(() => String, { description: "The slug of the menu, such as main, by which it is found or created." })
  slug!: string;

  @Field(() => String, { description: "The name of the menu, 1 to 200 characters." })
  name!: string;

  @Field(() => Int, {
    nullable: true,
    description: "The version on which the change is based. Absent for a new menu: then none may have the slug.",
  })
  expectedVersion?: number | null;

  @Field(() => [MenuItemInput], {
    description: "The items at the top of the menu, in their order. A menu has at most 3 levels and 200 items.",
  })
  items!: MenuItemInput[];
}

@InputType({ description: "A menu to delete." })
export class DeleteMenuInput {
  @Field(() => ID, { description: "The menu to delete." })
  id!: string;

  @Field(() => Int, {
    description: "The version that the caller has seen. If the menu has another one, the error is a VERSION_CONFLICT.",
  })
  expectedVersion!: number;
}

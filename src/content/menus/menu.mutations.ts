// The mutations of menus.
import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../../identity/context.js";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import {
  deletionType,
  INPUT,
  type Payload,
  payload,
  payloadType,
  writtenPayload,
} from "../../platform/graphql/mutation.js";
import { Menu } from "./menu.entity.js";
import { DeleteMenuInput, SaveMenuInput } from "./menu.inputs.js";
import { menuById } from "./menu.loaders.js";
import { deleteMenu, saveMenu } from "./menu.service.js";

const SaveMenuPayload = payloadType("SaveMenuPayload", "menu", () => Menu);
const DeleteMenuPayload = deletionType("DeleteMenuPayload");

@Resolver()
export class MenuMutations {
  @Mutation(() => SaveMenuPayload, {
    nullable: true,
    description:
      "Creates a menu, or replaces the name and the whole tree of items of the menu with this slug. If nothing differs, nothing is written. For editors.",
  })
  saveMenu(
    @Arg("input", () => SaveMenuInput, INPUT) input: SaveMenuInput,
    @Ctx() ctx: Context,
  ): Promise<Payload<"menu", Menu | null>> {
    return writtenPayload(ctx, "menu", () => saveMenu(ctx, input), menuById);
  }

  @Mutation(() => DeleteMenuPayload, { nullable: true, description: "Permanently deletes a menu. For editors." })
  deleteMenu(
    @Arg("input", () => DeleteMenuInput, INPUT) input: DeleteMenuInput,
    @Ctx() ctx: Context,
  ): Promise<Payload<"deletedId", string>> {
    return payload(ctx, "deletedId", async () => encodeGlobalId("Menu", await deleteMenu(ctx, input)));
  }
}

// The mutations of working copies, of posts and of pages: the type of the id decides.
import { Arg, Ctx, Field, Info, Mutation, ObjectType, Resolver } from "type-graphql";
import type { Context } from "../../identity/context.js";
import { decodeGlobalId } from "../../platform/graphql/global-id.js";
import { clearLoaders } from "../../platform/graphql/loader.js";
import {
  onceForSelection,
  type SelectedFields,
  type SelectingInfo,
  selectionOf,
} from "../../platform/graphql/look-ahead.js";
import {
  ERRORS_DESCRIPTION,
  INPUT,
  type Payload,
  payload,
  payloadType,
  resultOf,
} from "../../platform/graphql/mutation.js";
import { UserError } from "../../platform/graphql/user-error.js";
import { Page } from "../pages/page.entity.js";
import { pageById } from "../pages/page.loaders.js";
import { Post } from "../posts/post.entity.js";
import { postById } from "../posts/post.loaders.js";
import { applyWorkingCopy } from "../posts/working-copies/apply-working-copy.js";
import {
  ApplyWorkingCopyInput,
  DiscardWorkingCopyInput,
  SaveWorkingCopyInput,
} from "../posts/working-copies/working-copy.inputs.js";
import { copyOfPost } from "../posts/working-copies/working-copy.resolver.js";
import { discardWorkingCopy, saveWorkingCopy } from "../posts/working-copies/working-copy.service.js";
import { WorkingCopy } from "../posts/working-copies/working-copy.type.js";
import { applyPageCopy } from "./apply-page-copy.js";
import { copyOfPage } from "./page-copy.loaders.js";
import { discardPageCopy, savePageCopy } from "./page-copy.service.js";

const SaveWorkingCopyPayload = payloadType("SaveWorkingCopyPayload", "workingCopy", () => WorkingCopy);

interface EditedPayload {
  post: Post | null;
  page: Page | null;
  errors: readonly UserError[];
}

/** The payload of a mutation whose id may be that of a post or of a page. */
function editedPayload(name: string): new () => EditedPayload {
  @ObjectType(name, { simpleResolvers: true, description: resultOf(name) })
  class EditedPayloadType implements EditedPayload {
    @Field(() => Post, {
      nullable: true,
      description: "The post after the change, or null if the change was rejected or the id is that of a page.",
    })
    post!: Post | null;

    @Field(() => Page, {
      nullable: true,
      description: "The page after the change, or null if the change was rejected or the id is that of a post.",
    })
    page!: Page | null;

    @Field(() => [UserError], { description: ERRORS_DESCRIPTION })
    errors!: readonly UserError[];
  }
  return EditedPayloadType;
}
const ApplyWorkingCopyPayload = editedPayload("ApplyWorkingCopyPayload");
const DiscardWorkingCopyPayload = editedPayload("DiscardWorkingCopyPayload");

/** The fields that a save knows; an editor that autosaves needs no others. */
const KNOWN: ReadonlySet<string> = new Set(["__typename", "version", "baseVersion", "isBehind", "savedAt", "savedBy"]);
const isKnown = onceForSelection((copy: SelectedFields): boolean => [...copy.names].every((name) => KNOWN.has(name)));

const isPage = (id: string): boolean => decodeGlobalId(id)?.type === "Page";

/** Runs the write for the type of the id, and loads the object as every read does. */
async function written<Input extends { postId: string }>(
  ctx: Context,
  input: Input,
  writes: Record<"post" | "page", (ctx: Context, input: Input) => Promise<string>>,
): Promise<EditedPayload> {
  const owner = isPage(input.postId) ? "page" : "post";
  const { object, errors } = await payload(ctx, "object", async () => {
    const id = await writes[owner](ctx, input);
    clearLoaders(ctx);
    return owner === "page" ? pageById(ctx).load(id) : postById(ctx).load(id);
  });
  return { post: object instanceof Post ? object : null, page: object instanceof Page ? object : null, errors };
}

@Resolver()
export class WorkingCopyMutations {
  @Mutation(() => SaveWorkingCopyPayload, {
    nullable: true,
    description:
      "Saves edits of a post or page that are not public yet, for autosave. It writes the working copy and nothing else: no version, no revision, no event, and no cached response is lost.",
  })
  saveWorkingCopy(
    @Arg("input", () => SaveWorkingCopyInput, INPUT) input: SaveWorkingCopyInput,
    @Ctx() ctx: Context,
    @Info() info: SelectingInfo,
  ): Promise<Payload<"workingCopy", WorkingCopy | null>> {
    return payload(ctx, "workingCopy", async () => {
      const [save, copyOf] = isPage(input.postId) ? [savePageCopy, copyOfPage] : [saveWorkingCopy, copyOfPost];
      const { ownerId, ...saved } = await save(ctx, input);
      const selection = selectionOf(info).at("workingCopy");
      if (isKnown(selection)) return Object.assign(new WorkingCopy(), { ownerId, ...saved });
      clearLoaders(ctx);
      return copyOf(ownerId)(ctx, selection);
    });
  }

  @Mutation(() => ApplyWorkingCopyPayload, {
    nullable: true,
    description:
      "Makes the working copy the next version of its post or page, as one write, and ends it; with `publishAt` it is also published or scheduled in the same transaction. If the copy equals the post or page, no version is made.",
  })
  applyWorkingCopy(
    @Arg("input", () => ApplyWorkingCopyInput, INPUT) input: ApplyWorkingCopyInput,
    @Ctx() ctx: Context,
  ): Promise<EditedPayload> {
    return written(ctx, input, { post: applyWorkingCopy, page: applyPageCopy });
  }

  @Mutation(() => DiscardWorkingCopyPayload, {
    nullable: true,
    description: "Deletes the working copy. The post or page stays as it is.",
  })
  discardWorkingCopy(
    @Arg("input", () => DiscardWorkingCopyInput, INPUT) input: DiscardWorkingCopyInput,
    @Ctx() ctx: Context,
  ): Promise<EditedPayload> {
    return written(ctx, input, { post: discardWorkingCopy, page: discardPageCopy });
  }
}

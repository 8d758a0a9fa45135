// The mutations of pages. Each passes its input to a service function and returns the page as the viewer sees it afterwards.
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
import { Page } from "./page.entity.js";
import {
  CreatePageInput,
  DeletePageInput,
  PublishPageInput,
  UnpublishPageInput,
  UpdatePageInput,
} from "./page.inputs.js";
import { pageById } from "./page.loaders.js";
import { createPage, updatePage } from "./page.service.js";
import { deletePage, publishPage, unpublishPage } from "./page-publication.service.js";

const pagePayload = (name: string) => payloadType(name, "page", () => Page);

const CreatePagePayload = pagePayload("CreatePagePayload");
const UpdatePagePayload = pagePayload("UpdatePagePayload");
const PublishPagePayload = pagePayload("PublishPagePayload");
const UnpublishPagePayload = pagePayload("UnpublishPagePayload");
const DeletePagePayload = deletionType("DeletePagePayload");

type PagePayload = Promise<Payload<"page", Page | null>>;

const writtenPage = (ctx: Context, write: () => Promise<string>): PagePayload =>
  writtenPayload(ctx, "page", write, pageById);

@Resolver()
export class PageMutations {
  @Mutation(() => CreatePagePayload, {
    nullable: true,
    description: "Creates a page: a draft, or a public or scheduled page if `publishAt` is given. For editors.",
  })
  createPage(@Arg("input", () => CreatePageInput, INPUT) input: CreatePageInput, @Ctx() ctx: Context): PagePayload {
    return writtenPage(ctx, () => createPage(ctx, input));
  }

  @Mutation(() => UpdatePagePayload, {
    nullable: true,
    description:
      "Changes the given fields of a page, or moves it with everything below it. Former paths redirect. If nothing differs from what is stored, nothing is written. For editors.",
  })
  updatePage(@Arg("input", () => UpdatePageInput, INPUT) input: UpdatePageInput, @Ctx() ctx: Context): PagePayload {
    return writtenPage(ctx, () => updatePage(ctx, input));
  }

  @Mutation(() => PublishPagePayload, {
    nullable: true,
    description:
      "Publishes a page now, or schedules it for a future instant. Without `at`, a page that was public before keeps the date that it had. For editors.",
  })
  publishPage(@Arg("input", () => PublishPageInput, INPUT) input: PublishPageInput, @Ctx() ctx: Context): PagePayload {
    return writtenPage(ctx, () => publishPage(ctx, input));
  }

  @Mutation(() => UnpublishPagePayload, {
    nullable: true,
    description:
      "Turns a public or scheduled page back into a draft, which keeps its former date of publication. Pages below it stay as they are. For editors.",
  })
  unpublishPage(
    @Arg("input", () => UnpublishPageInput, INPUT) input: UnpublishPageInput,
    @Ctx() ctx: Context,
  ): PagePayload {
    return writtenPage(ctx, () => unpublishPage(ctx, input));
  }

  @Mutation(() => DeletePagePayload, {
    nullable: true,
    description:
      "Permanently deletes a page, with its revisions and redirects. Refused while it has pages below it. For editors.",
  })
  deletePage(
    @Arg("input", () => DeletePageInput, INPUT) input: DeletePageInput,
    @Ctx() ctx: Context,
  ): Promise<Payload<"deletedId", string>> {
    return payload(ctx, "deletedId", async () => encodeGlobalId("Page", await deletePage(ctx, input)));
  }
}

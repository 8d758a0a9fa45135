// The mutations of posts. Each passes its input to a service function and returns the post as the viewer sees it afterwards.
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
import { Post } from "./post.entity.js";
import { postById } from "./post.loaders.js";
import { createPost, updatePost } from "./post.service.js";
import {
  CreatePostInput,
  DeletePostInput,
  PublishPostInput,
  RestorePostInput,
  RestoreRevisionInput,
  TrashPostInput,
  UnpublishPostInput,
  UpdatePostInput,
} from "./post-mutation.inputs.js";
import { deletePost, publishPost, restorePost, trashPost, unpublishPost } from "./publishing/publication.service.js";
import { restoreRevision } from "./revisions/restore-revision.js";

const postPayload = (name: string) => payloadType(name, "post", () => Post);

const CreatePostPayload = postPayload("CreatePostPayload");
const UpdatePostPayload = postPayload("UpdatePostPayload");
const PublishPostPayload = postPayload("PublishPostPayload");
const UnpublishPostPayload = postPayload("UnpublishPostPayload");
const TrashPostPayload = postPayload("TrashPostPayload");
const RestorePostPayload = postPayload("RestorePostPayload");
const RestoreRevisionPayload = postPayload("RestoreRevisionPayload");
const DeletePostPayload = deletionType("DeletePostPayload");

type PostPayload = Promise<Payload<"post", Post | null>>;

const writtenPost = (ctx: Context, write: () => Promise<string>): PostPayload =>
  writtenPayload(ctx, "post", write, postById);

@Resolver()
export class PostMutations {
  @Mutation(() => CreatePostPayload, {
    nullable: true,
    description: "Creates a post: a draft, or a public or scheduled post if `publishAt` is given.",
  })
  createPost(@Arg("input", () => CreatePostInput, INPUT) input: CreatePostInput, @Ctx() ctx: Context): PostPayload {
    return writtenPost(ctx, () => createPost(ctx, input));
  }

  @Mutation(() => UpdatePostPayload, {
    nullable: true,
    description:
      "Changes the given fields of a post. The path of a former slug redirects to the post. If nothing differs from what is stored, nothing is written, and the version stays the same.",
  })
  updatePost(@Arg("input", () => UpdatePostInput, INPUT) input: UpdatePostInput, @Ctx() ctx: Context): PostPayload {
    return writtenPost(ctx, () => updatePost(ctx, input));
  }

  @Mutation(() => PublishPostPayload, {
    nullable: true,
    description:
      "Publishes a post now, or schedules it for a future instant. Without `at`, a post that was public before keeps the date that it had.",
  })
  publishPost(@Arg("input", () => PublishPostInput, INPUT) input: PublishPostInput, @Ctx() ctx: Context): PostPayload {
    return writtenPost(ctx, () => publishPost(ctx, input));
  }

  @Mutation(() => UnpublishPostPayload, {
    nullable: true,
    description: "Turns a public or scheduled post back into a draft, which keeps its former date of publication.",
  })
  unpublishPost(
    @Arg("input", () => UnpublishPostInput, INPUT) input: UnpublishPostInput,
    @Ctx() ctx: Context,
  ): PostPayload {
    return writtenPost(ctx, () => unpublishPost(ctx, input));
  }

  @Mutation(() => TrashPostPayload, {
    nullable: true,
    description: "Moves a post to the trash, which hides it from all readers.",
  })
  trashPost(@Arg("input", () => TrashPostInput, INPUT) input: TrashPostInput, @Ctx() ctx: Context): PostPayload {
    return writtenPost(ctx, () => trashPost(ctx, input));
  }

  @Mutation(() => RestorePostPayload, { nullable: true, description: "Restores a post from the trash as a draft." })
  restorePost(@Arg("input", () => RestorePostInput, INPUT) input: RestorePostInput, @Ctx() ctx: Context): PostPayload {
    return writtenPost(ctx, () => restorePost(ctx, input));
  }

  @Mutation(() => DeletePostPayload, {
    nullable: true,
    description: "Permanently deletes a post in the trash, with its revisions.",
  })
  deletePost(
    @Arg("input", () => DeletePostInput, INPUT) input: DeletePostInput,
    @Ctx() ctx: Context,
  ): Promise<Payload<"deletedId", string>> {
    return payload(ctx, "deletedId", async () => encodeGlobalId("Post", await deletePost(ctx, input)));
  }

  @Mutation(() => RestoreRevisionPayload, {
    nullable: true,
    description:
      "Restores fields of an earlier revision as a new version of the post: the title and the text, or the given fields. If the post has them already, nothing is written. Refused with HAS_WORKING_COPY while the post has a working copy.",
  })
  restoreRevision(
    @Arg("input", () => RestoreRevisionInput, INPUT) input: RestoreRevisionInput,
    @Ctx() ctx: Context,
  ): PostPayload {
    return writtenPost(ctx, () => restoreRevision(ctx, input));
  }
}

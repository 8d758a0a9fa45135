// The mutations of comments, for editors.
import { Arg, Ctx, Field, Int, Mutation, ObjectType, Resolver } from "type-graphql";
import type { Context } from "../../identity/context.js";
import {
  ERRORS_DESCRIPTION,
  INPUT,
  type Payload,
  payload,
  payloadType,
  resultOf,
  writtenPayload,
} from "../../platform/graphql/mutation.js";
import { UserError } from "../../platform/graphql/user-error.js";
import { Comment } from "./comment.entity.js";
import { AddCommentInput, EraseCommentAuthorInput, ModerateCommentsInput } from "./comment.inputs.js";
import { commentById } from "./comment.loaders.js";
import { addComment, eraseCommentAuthor, moderateComments } from "./comment.service.js";

const AddCommentPayload = payloadType("AddCommentPayload", "comment", () => Comment);

@ObjectType({ simpleResolvers: true, description: resultOf("ModerateCommentsPayload") })
class ModerateCommentsPayload {
  @Field(() => [Comment], {
    description: "The comments after the change in the order of the ids; empty if the change was rejected.",
  })
  comments!: readonly Comment[];

  @Field(() => [UserError], { description: ERRORS_DESCRIPTION })
  errors!: readonly UserError[];
}

@ObjectType({ simpleResolvers: true, description: resultOf("EraseCommentAuthorPayload") })
class EraseCommentAuthorPayload {
  @Field(() => Int, {
    nullable: true,
    description: "The number of comments that were erased, or null if the change was rejected.",
  })
  erasedCount!: number | null;

  @Field(() => [UserError], { description: ERRORS_DESCRIPTION })
  errors!: readonly UserError[];
}

@Resolver()
export class CommentMutations {
  @Mutation(() => AddCommentPayload, {
    nullable: true,
    description: "Adds a comment to a post. With role EDITOR: a site's own form sends them on.",
  })
  addComment(
    @Arg("input", () => AddCommentInput, INPUT) input: AddCommentInput,
    @Ctx() ctx: Context,
  ): Promise<Payload<"comment", Comment | null>> {
    return writtenPayload(ctx, "comment", () => addComment(ctx, input), commentById);
  }

  @Mutation(() => ModerateCommentsPayload, {
    nullable: true,
    description:
      "Gives comments a status. Replies to a comment that is not VISIBLE are not visible either, and appear again with it.",
  })
  async moderateComments(
    @Arg("input", () => ModerateCommentsInput, INPUT) input: ModerateCommentsInput,
    @Ctx() ctx: Context,
  ): Promise<ModerateCommentsPayload> {
    const { ids, errors } = await payload(ctx, "ids", () => moderateComments(ctx, input));
    const comments = await commentById(ctx).loadMany(ids ?? []);
    return { comments: comments.filter((comment) => comment !== null), errors };
  }

  @Mutation(() => EraseCommentAuthorPayload, {
    nullable: true,
    description:
      "Erases the name, website, key and text of every comment of one person. The comments stay, so that replies to them keep their place.",
  })
  eraseCommentAuthor(
    @Arg("input", () => EraseCommentAuthorInput, INPUT) input: EraseCommentAuthorInput,
    @Ctx() ctx: Context,
  ): Promise<Payload<"erasedCount", number>> {
    return payload(ctx, "erasedCount", () => eraseCommentAuthor(ctx, input));
  }
}

// The mutation upsertPosts. Its result has a part for each input, so that it is no payload of one object.
import { Arg, Ctx, Field, FieldResolver, Mutation, ObjectType, Resolver, Root, registerEnumType } from "type-graphql";
import type { Context } from "../../../identity/context.js";
import type { Deferred } from "../../../platform/graphql/deferred.js";
import { ERRORS_DESCRIPTION, INPUT, payload } from "../../../platform/graphql/mutation.js";
import { UserError } from "../../../platform/graphql/user-error.js";
import { Post } from "../post.entity.js";
import { postById } from "../post.loaders.js";
import { UpsertPostsInput } from "./post-upsert.inputs.js";
import { type UpsertResult, upsertPosts } from "./post-upsert.service.js";

const UpsertOutcome = { CREATED: "CREATED", UPDATED: "UPDATED", UNCHANGED: "UNCHANGED", REFUSED: "REFUSED" } as const;
registerEnumType(UpsertOutcome, {
  name: "UpsertOutcome",
  description: "What `upsertPosts` did with a post.",
  valuesConfig: {
    CREATED: { description: "No post had the external id. The post was created." },
    UPDATED: { description: "The post with the external id was changed." },
    UNCHANGED: { description: "The post with the external id has these values already. Nothing was written." },
    REFUSED: { description: "Nothing was written. `errors` says why." },
  },
});

@ObjectType({ description: "The result of `upsertPosts` for one post." })
class UpsertPostResult {
  postId!: string | null;
  failure!: unknown;

  @Field(() => UpsertOutcome, { description: "Whether the post was created, updated, left unchanged or refused." })
  outcome!: UpsertResult["outcome"];

  @Field(() => [UserError], { description: "Why the post was refused; empty if it was not." })
  errors!: readonly UserError[];
}

@ObjectType({ simpleResolvers: true, description: "The result of `upsertPosts`." })
class UpsertPostsPayload {
  @Field(() => [UpsertPostResult], {
    description: "A result for each input, in their order. Empty if the mutation was rejected as a whole.",
  })
  results!: readonly UpsertPostResult[];

  @Field(() => [UserError], { description: ERRORS_DESCRIPTION })
  errors!: readonly UserError[];
}

@Resolver(() => UpsertPostResult)
export class UpsertMutations {
  @Mutation(() => UpsertPostsPayload, {
    nullable: true,
    description:
      "Creates posts, or updates those whose external id exists, at most 100. Each post is written independently: if one is refused, the others are written all the same.",
  })
  async upsertPosts(
    @Arg("input", () => UpsertPostsInput, INPUT) input: UpsertPostsInput,
    @Ctx() ctx: Context,
  ): Promise<UpsertPostsPayload> {
    const { results, errors } = await payload(ctx, "results", () => upsertPosts(ctx, input));
    return { results: results ?? [], errors };
  }

  @FieldResolver(() => Post, {
    nullable: true,
    description: "The post after the change, or null if it was refused.",
  })
  post(@Root() { postId, failure }: UpsertResult, @Ctx() ctx: Context): Deferred<Post | null> | null {
    // An internal error is reported at the path of the post; the other results stand.
    if (failure !== null) throw failure;
    return postId === null ? null : postById(ctx).load(postId);
  }
}

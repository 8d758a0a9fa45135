// Preview tokens in the graph. Apart from the other mutations of posts, because nothing of the post is written.
import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import type { Context } from "../../../identity/context.js";
import { payload } from "../../../platform/graphql/mutation.js";
import { DateTimeScalar } from "../../../platform/graphql/scalars.js";
import { UserError } from "../../../platform/graphql/user-error.js";
import { createPreviewToken } from "./preview.service.js";

@InputType({ description: "Which post to show, and until when." })
export class CreatePreviewTokenInput {
  @Field(() => ID, { description: "The post." })
  postId!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "In the future, at most 30 days ahead; in 24 hours where absent.",
  })
  expiresAt?: string | null;
}

@ObjectType({ simpleResolvers: true, description: "Result of createPreviewToken." })
class CreatePreviewTokenPayload {
  @Field(() => String, {
    nullable: true,
    description: "Sent as X-Preview-Token, or as ?preview= in the endpoint's URL; null where refused.",
  })
  token!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "From when it is refused." })
  expiresAt!: string | null;

  @Field(() => [UserError], { description: "Why there is no token; empty where there is one." })
  errors!: readonly UserError[];
}

@Resolver()
export class PreviewMutations {
  @Mutation(() => CreatePreviewTokenPayload, {
    description: "Makes a signed, expiring token that shows one unpublished post to whoever holds it.",
  })
  async createPreviewToken(
    @Arg("input", () => CreatePreviewTokenInput, { description: "What to show." }) input: CreatePreviewTokenInput,
    @Ctx() ctx: Context,
  ): Promise<CreatePreviewTokenPayload> {
    const { made, errors } = await payload(ctx, "made", () => createPreviewToken(ctx, input));
    return { token: made?.token ?? null, expiresAt: made?.expiresAt ?? null, errors };
  }
}

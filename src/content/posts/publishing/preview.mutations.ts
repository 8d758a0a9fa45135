// The mutation that creates preview tokens. It writes nothing, so it is separate from the mutations of posts.
import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import type { Context } from "../../../identity/context.js";
import { INPUT, payload } from "../../../platform/graphql/mutation.js";
import { DateTimeScalar } from "../../../platform/graphql/scalars.js";
import { UserError } from "../../../platform/graphql/user-error.js";
import { createPreviewToken } from "./preview.service.js";

@InputType({ description: "A post to preview, and the expiry of the token." })
export class CreatePreviewTokenInput {
  @Field(() => ID, { description: "The post that the token makes readable." })
  postId!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "The expiry of the token, at most 30 days ahead. In 24 hours if absent.",
  })
  expiresAt?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      "Whether the post is shown with its working copy applied, where it is read by its slug, path or id. Its slug and its places in lists stay those of the post.",
  })
  showsWorkingCopy?: boolean | null;
}

@ObjectType({ simpleResolvers: true, description: "The result of `createPreviewToken`." })
class CreatePreviewTokenPayload {
  @Field(() => String, {
    nullable: true,
    description:
      "The token, or null if the mutation was rejected. Clients send it as X-Preview-Token, or as ?preview= in the endpoint's URL.",
  })
  token!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "The expiry of the token, or null if the mutation was rejected.",
  })
  expiresAt!: string | null;

  @Field(() => [UserError], { description: "Why the mutation was rejected; empty if it succeeded." })
  errors!: readonly UserError[];
}

@Resolver()
export class PreviewMutations {
  @Mutation(() => CreatePreviewTokenPayload, {
    nullable: true,
    description: "Creates a signed token that lets anyone who has it read one unpublished post until it expires.",
  })
  async createPreviewToken(
    @Arg("input", () => CreatePreviewTokenInput, INPUT) input: CreatePreviewTokenInput,
    @Ctx() ctx: Context,
  ): Promise<CreatePreviewTokenPayload> {
    const { made, errors } = await payload(ctx, "made", () => createPreviewToken(ctx, input));
    return { token: made?.token ?? null, expiresAt: made?.expiresAt ?? null, errors };
  }
}

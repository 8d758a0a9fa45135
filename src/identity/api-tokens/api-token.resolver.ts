// The query and the mutations of API tokens, for administrators only.
import { Arg, Args, Ctx, Field, Info, Mutation, ObjectType, Query, Resolver } from "type-graphql";
import { clearLoaders } from "../../platform/graphql/loader.js";
import { type SelectingInfo, selectionOf } from "../../platform/graphql/look-ahead.js";
import { ERRORS_DESCRIPTION, INPUT, type Payload, payload, payloadType } from "../../platform/graphql/mutation.js";
import { type ConnectionPage, connectionTypes, loadConnection } from "../../platform/graphql/pagination/connection.js";
import { CursorCodec } from "../../platform/graphql/pagination/cursor.js";
import { PageArgs, pageRequest } from "../../platform/graphql/pagination/page-args.js";
import { wholeRows } from "../../platform/graphql/pagination/page-fields.js";
import { UserError } from "../../platform/graphql/user-error.js";
import { requireReader } from "../access/require-viewer.js";
import type { Context } from "../context.js";
import { ApiToken } from "./api-token.entity.js";
import { CreateApiTokenInput, RevokeApiTokenInput } from "./api-token.inputs.js";
import { apiTokenById, apiTokensSource } from "./api-token.loaders.js";
import { createApiToken, revokeApiToken } from "./api-token.service.js";

const { Connection: ApiTokenConnection } = connectionTypes("ApiToken", () => ApiToken);
/** Anonymous requests cannot read the list, so no cached response depends on it. */
const TOKEN_LIST_TAGS = { kind: "token", tagsOf: () => [] };

const cursors = new CursorCodec({ list: "Query.apiTokens", order: "CREATED_AT DESC", filter: "" });

@ObjectType({ simpleResolvers: true, description: "The result of `createApiToken`." })
class CreateApiTokenPayload {
  @Field(() => ApiToken, { nullable: true, description: "The new API token, or null if the change was rejected." })
  apiToken!: ApiToken | null;

  @Field(() => String, {
    nullable: true,
    description: "The secret to send as Authorization: Bearer. Returned only here, since only its hash is stored.",
  })
  secret!: string | null;

  @Field(() => [UserError], { description: ERRORS_DESCRIPTION })
  errors!: readonly UserError[];
}

const RevokeApiTokenPayload = payloadType("RevokeApiTokenPayload", "apiToken", () => ApiToken);

@Resolver()
export class ApiTokenResolver {
  @Query(() => ApiTokenConnection, {
    description: "All API tokens, newest first. For administrators; other viewers get a FORBIDDEN error.",
  })
  async apiTokens(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() ctx: Context,
    @Info() info: SelectingInfo,
  ): Promise<ConnectionPage<ApiToken>> {
    requireReader(ctx, "manageToken");
    const page = pageRequest(args, apiTokensSource.keyset, cursors);
    return loadConnection(
      ctx,
      ApiToken,
      null,
      {
        source: apiTokensSource,
        page,
        cursors,
        shape: "Query.apiTokens",
        cacheTags: TOKEN_LIST_TAGS,
      },
      wholeRows(selectionOf(info)),
    );
  }

  @Mutation(() => CreateApiTokenPayload, {
    nullable: true,
    description: "Creates an API token. For administrators only.",
  })
  async createApiToken(
    @Arg("input", () => CreateApiTokenInput, INPUT) input: CreateApiTokenInput,
    @Ctx() ctx: Context,
  ): Promise<CreateApiTokenPayload> {
    const { created, errors } = await payload(ctx, "created", () => createApiToken(ctx, input));
    const apiToken = created === null ? null : await apiTokenById(ctx).load(created.id);
    return { apiToken, secret: created?.secret ?? null, errors };
  }

  @Mutation(() => RevokeApiTokenPayload, {
    nullable: true,
    description: "Revokes an API token. It is rejected from the next request on. For administrators only.",
  })
  revokeApiToken(
    @Arg("input", () => RevokeApiTokenInput, INPUT) input: RevokeApiTokenInput,
    @Ctx() ctx: Context,
  ): Promise<Payload<"apiToken", ApiToken | null>> {
    return payload(ctx, "apiToken", async () => {
      const id = await revokeApiToken(ctx, input);
      clearLoaders(ctx);
      return apiTokenById(ctx).load(id);
    });
  }
}

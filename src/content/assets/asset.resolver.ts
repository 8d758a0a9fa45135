// The queries for assets, and the fields that need more than the row.
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Info,
  Query,
  Resolver,
  Root,
  registerEnumType,
} from "type-graphql";
import { requireReader } from "../../identity/access/require-viewer.js";
import type { Context } from "../../identity/context.js";
import type { Deferred, MaybeDeferred } from "../../platform/graphql/deferred.js";
import { type SelectingInfo, selectionOf } from "../../platform/graphql/look-ahead.js";
import { uuidOf } from "../../platform/graphql/node.js";
import { type ConnectionPage, connectionTypes, loadConnection } from "../../platform/graphql/pagination/connection.js";
import { CursorCodec } from "../../platform/graphql/pagination/cursor.js";
import { PageArgs, pageRequest } from "../../platform/graphql/pagination/page-args.js";
import { wholeRows } from "../../platform/graphql/pagination/page-fields.js";
import { ImageFormat, ImagePreset } from "../../platform/pictures/picture-presets.js";
import { Asset } from "./asset.entity.js";
import { assetById, assetsSource, usesSource } from "./asset.loaders.js";
import { AssetFilter, assetConditions } from "./asset-filter.js";
import { addressOf, shownVariant, srcsetFor } from "./shown/asset-address.js";
import { AssetUse } from "./uses/asset-use.type.js";

registerEnumType(ImagePreset, {
  name: "ImagePreset",
  description:
    "The sizes in which pictures are served. Widths are in pixels and never larger than the picture; SQUARE and CARD are cut around the focal point.",
  valuesConfig: {
    W320: { description: "At most 320 pixels wide." },
    W640: { description: "At most 640 pixels wide." },
    W960: { description: "At most 960 pixels wide." },
    W1280: { description: "At most 1280 pixels wide." },
    W1920: { description: "At most 1920 pixels wide." },
    W2560: { description: "At most 2560 pixels wide." },
    SQUARE_96: { description: "96 by 96 pixels." },
    SQUARE_480: { description: "480 by 480 pixels." },
    CARD_1200: { description: "1200 by 630 pixels, for previews of links." },
  },
});
registerEnumType(ImageFormat, {
  name: "ImageFormat",
  description: "The formats in which pictures are served.",
  valuesConfig: {
    WEBP: { description: "WebP." },
    AVIF: { description: "AVIF where the service offers it, else WebP." },
    FALLBACK: { description: "JPEG, or PNG for a picture with transparency: for what shows neither WebP nor AVIF." },
  },
});

const { Connection: AssetConnection } = connectionTypes("Asset", () => Asset);
const { Connection: AssetUseConnection } = connectionTypes("AssetUse", () => AssetUse);

/** Responses with the list are never anonymous and so never cached. */
const ASSET_LIST_TAGS = { kind: "asset", tagsOf: () => [] };
const USE_LIST_TAGS = { kind: "asset-use", tagsOf: () => [] };

@ArgsType()
class AssetsArgs extends PageArgs {
  @Field(() => AssetFilter, { nullable: true, description: "Selects some of the assets. All if absent." })
  filter?: AssetFilter | null;
}

@Resolver(() => Asset)
export class AssetResolver {
  @Query(() => Asset, {
    nullable: true,
    description: "The asset with this id, or null if there is none that is visible to the viewer.",
  })
  asset(
    @Arg("id", () => ID, { description: "The id of an asset." }) id: string,
    @Ctx() ctx: Context,
  ): Deferred<Asset | null> {
    return assetById(ctx).load(uuidOf(id, "Asset", "id"));
  }

  @Query(() => AssetConnection, {
    description: "All assets, the newest first. For viewers with a role; others get an UNAUTHENTICATED error.",
  })
  assets(
    @Args(() => AssetsArgs) args: AssetsArgs,
    @Ctx() ctx: Context,
    @Info() info: SelectingInfo,
  ): MaybeDeferred<ConnectionPage<Asset>> {
    requireReader(ctx, "writeAsset");
    const conditions = assetConditions(args.filter);
    const filter = JSON.stringify(conditions);
    const cursors = new CursorCodec({ list: "Query.assets", order: "CREATED_AT DESC", filter });
    const source = assetsSource(conditions);
    const page = pageRequest(args, source.keyset, cursors);
    const request = { source, page, cursors, shape: `Query.assets\n${filter}`, cacheTags: ASSET_LIST_TAGS };
    return loadConnection(ctx, Asset, null, request, wholeRows(selectionOf(info)));
  }

  @FieldResolver(() => String, {
    description:
      "Where the picture or file is. Pictures are re-encoded without metadata, and the original is never public. Absolute if the service knows its own address, else relative to the root of its host. If nothing public uses the asset, the URL is signed and valid for one to two hours.",
  })
  url(
    @Root() asset: Asset,
    @Arg("preset", () => ImagePreset, {
      nullable: true,
      defaultValue: ImagePreset.W1280,
      description: "The size of a picture; without effect for other files.",
    })
    preset: ImagePreset | null,
    @Arg("format", () => ImageFormat, { nullable: true, description: "The format of a picture; FALLBACK if absent." })
    format: ImageFormat | null | undefined,
    @Ctx() ctx: Context,
  ): string {
    return addressOf(ctx, asset, shownVariant(ctx, asset, preset ?? ImagePreset.W1280, format ?? ImageFormat.FALLBACK));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "The URLs of all widths for the attribute srcset of an img element. Null for what is no picture.",
  })
  srcset(
    @Root() asset: Asset,
    @Arg("format", () => ImageFormat, {
      nullable: true,
      defaultValue: ImageFormat.WEBP,
      description: "The format of the picture.",
    })
    format: ImageFormat | null,
    @Ctx() ctx: Context,
  ): string | null {
    return srcsetFor(ctx, asset, format ?? ImageFormat.WEBP);
  }

  @FieldResolver(() => AssetUseConnection, {
    description: "What uses the asset, as far as the viewer may see it: also drafts, working copies and revisions.",
  })
  uses(
    @Root() { id }: Asset,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() ctx: Context,
    @Info() info: SelectingInfo,
  ): MaybeDeferred<ConnectionPage<AssetUse>> {
    // Which uses are visible changes with every object that uses the asset.
    ctx.cacheTags.limit(0);
    const cursors = new CursorCodec({ list: "Asset.uses", order: "OWNER ASC", filter: "" });
    const source = usesSource(ctx);
    const page = pageRequest(args, source.keyset, cursors);
    const request = { source, page, cursors, shape: "Asset.uses", cacheTags: USE_LIST_TAGS };
    return loadConnection(ctx, AssetUse, id, request, wholeRows(selectionOf(info)));
  }
}

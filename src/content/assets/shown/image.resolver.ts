// The fields of an image that depend on its asset, which it names by id or by an address of the site.
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import type { Context } from "../../../identity/context.js";
import { type MaybeDeferred, mapDeferred } from "../../../platform/graphql/deferred.js";
import { ImageFormat, ImagePreset } from "../../../platform/pictures/picture-presets.js";
import { Image } from "../../images/image.js";
import { Asset, FocalPoint } from "../asset.entity.js";
import { shownAsset } from "../asset.loaders.js";
import { addressOf, shownVariant, srcsetFor } from "./asset-address.js";
import { assetAtPath } from "./asset-at-path.js";

function assetOf(ctx: Context, { assetId, path }: Image): MaybeDeferred<Asset | null> {
  if (assetId !== undefined) return shownAsset(ctx).load(assetId);
  return path === undefined ? null : assetAtPath(ctx, path);
}

/** The address of the picture, see `Image.url`. */
export function shownImageUrl(ctx: Context, image: Image): MaybeDeferred<string> {
  return mapDeferred(assetOf(ctx, image), (asset) =>
    asset === null
      ? image.url
      : addressOf(ctx, asset, shownVariant(ctx, asset, ImagePreset.W1280, ImageFormat.FALLBACK)),
  );
}

const shownSize = (ctx: Context, asset: Asset): { width: number | null; height: number | null } =>
  shownVariant(ctx, asset, ImagePreset.W1280, ImageFormat.FALLBACK) ?? asset;

@Resolver(() => Image)
export class ImageResolver {
  @FieldResolver(() => Asset, {
    nullable: true,
    description: "The asset that is shown, or null if the image is a file elsewhere.",
  })
  asset(@Root() image: Image, @Ctx() ctx: Context): MaybeDeferred<Asset | null> {
    return assetOf(ctx, image);
  }

  @FieldResolver(() => String, {
    description: "The URL, absolute or relative to the site. Of an asset, that of its preset W1280.",
  })
  url(@Root() image: Image, @Ctx() ctx: Context): MaybeDeferred<string> {
    return shownImageUrl(ctx, image);
  }

  @FieldResolver(() => Int, { nullable: true, description: "The width of the picture at `url` in pixels, if known." })
  width(@Root() image: Image, @Ctx() ctx: Context): MaybeDeferred<number | null> {
    return mapDeferred(assetOf(ctx, image), (asset) => (asset === null ? image.width : shownSize(ctx, asset).width));
  }

  @FieldResolver(() => Int, { nullable: true, description: "The height of the picture at `url` in pixels, if known." })
  height(@Root() image: Image, @Ctx() ctx: Context): MaybeDeferred<number | null> {
    return mapDeferred(assetOf(ctx, image), (asset) => (asset === null ? image.height : shownSize(ctx, asset).height));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "The URLs of all widths for the attribute srcset of an img element. Null if the image is no asset.",
  })
  srcset(
    @Root() image: Image,
    @Arg("format", () => ImageFormat, {
      nullable: true,
      defaultValue: ImageFormat.WEBP,
      description: "The format of the picture.",
    })
    format: ImageFormat | null,
    @Ctx() ctx: Context,
  ): MaybeDeferred<string | null> {
    return mapDeferred(assetOf(ctx, image), (asset) => asset && srcsetFor(ctx, asset, format ?? ImageFormat.WEBP));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "A blurred stand-in as a ThumbHash in base64. Null if the image is no asset.",
  })
  thumbHash(@Root() image: Image, @Ctx() ctx: Context): MaybeDeferred<string | null> {
    return mapDeferred(assetOf(ctx, image), (asset) => asset?.thumbHash ?? null);
  }

  @FieldResolver(() => FocalPoint, {
    nullable: true,
    description: "The point around which the picture is cut. Null stands for its centre.",
  })
  focalPoint(@Root() image: Image, @Ctx() ctx: Context): MaybeDeferred<FocalPoint | null> {
    return mapDeferred(assetOf(ctx, image), (asset) => asset?.focalPoint ?? null);
  }
}

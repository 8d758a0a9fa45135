// The input of an image, and its check.
import { Field, ID, InputType, Int } from "type-graphql";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import { type InputCheck, LIMITS } from "../input-check.js";
import type { Image } from "./image.js";
import { imageColumns } from "./stored-image.js";

@InputType({ description: "An image: an asset by its id, or a file by its URL." })
export class ImageInput {
  @Field(() => String, {
    nullable: true,
    description:
      "The URL, with https:// or http:// or relative to the site, at most 2000 characters. Either this or assetId must be given.",
  })
  url?: string | null;

  @Field(() => ID, { nullable: true, description: "The id of an asset, in place of a URL." })
  assetId?: string | null;

  @Field(() => String, {
    description: "The text alternative, at most 1000 characters. Empty if the image is decorative.",
  })
  alt!: string;

  @Field(() => Int, { nullable: true, description: "The width in pixels, 1 to 100000." })
  width?: number | null;

  @Field(() => Int, { nullable: true, description: "The height in pixels, 1 to 100000." })
  height?: number | null;
}

const MAX_PIXELS = 100_000;

export function checkedImage(check: InputCheck, input: ImageInput, ...path: string[]): Image {
  for (const side of ["width", "height"] as const) {
    const pixels = input[side];
    if (pixels != null && (pixels < 1 || pixels > MAX_PIXELS)) {
      check.invalid(`Expected a ${side} from 1 to ${MAX_PIXELS} pixels, got ${pixels}.`, ...path, side);
    }
  }
  const size = { width: input.width ?? null, height: input.height ?? null };
  const alt = check.text(input.alt, { max: LIMITS.alt }, ...path, "alt");
  if (input.assetId == null)
    return imageColumns({ url: check.url(input.url ?? "", true, ...path, "url"), alt, ...size });
  if (input.url != null) check.invalid("Expected either a URL or the id of an asset, got both.", ...path, "url");
  return imageColumns({ url: "", alt, ...size, assetId: check.id(input.assetId, "Asset", ...path, "assetId") });
}

/** The input that makes the stored image again. */
export function inputOfImage({ url, alt, width, height, assetId }: Image): ImageInput {
  return assetId === undefined
    ? { url, alt, width, height }
    : { assetId: encodeGlobalId("Asset", assetId), alt, width, height };
}

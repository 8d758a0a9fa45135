// The input of an image, and its check.
import { Field, InputType, Int } from "type-graphql";
import { type InputCheck, LIMITS } from "../input-check.js";
import type { Image } from "./image.js";

@InputType({ description: "An image that is referred to by URL." })
export class ImageInput {
  @Field(() => String, {
    nullable: true,
    description:
      "The URL, with https:// or http:// or relative to the site, at most 2000 characters. It must be given.",
  })
  url?: string | null;

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
  return {
    url: check.url(input.url ?? "", true, ...path, "url"),
    alt: check.text(input.alt, { max: LIMITS.alt }, ...path, "alt"),
    width: input.width ?? null,
    height: input.height ?? null,
  };
}

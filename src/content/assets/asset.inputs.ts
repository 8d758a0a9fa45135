// The inputs of the mutations of assets, and where an upload goes.
import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { DateTimeScalar } from "../../platform/graphql/scalars.js";
import { FocalPointInput } from "./asset.entity.js";

const EXPECTED_VERSION = "The version of the asset that the change is based on.";

@InputType({ description: "The announcement of a file." })
export class CreateUploadInput {
  @Field(() => String, { description: "The name of the file, 1 to 255 characters without slashes." })
  fileName!: string;

  @Field(() => String, {
    description: "The media type, such as image/jpeg. What the file really is, is found from its bytes.",
  })
  contentType!: string;

  @Field(() => Int, {
    description: "The size of the file in bytes, 1 to the limit of the service (25 MiB by default).",
  })
  byteSize!: number;

  @Field(() => String, {
    nullable: true,
    description:
      "The SHA-256 hash of the bytes as 64 hexadecimal digits. With it, bytes that are there already are not sent again.",
  })
  sha256?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The text alternative, at most 1000 characters. Empty if absent.",
  })
  alt?: string | null;
}

@ObjectType({ simpleResolvers: true, description: "A header of an HTTP request." })
export class HttpHeader {
  @Field(() => String, { description: "The name in lower case." })
  name!: string;

  @Field(() => String, { description: "The value." })
  value!: string;
}

@ObjectType({ simpleResolvers: true, description: "Where the bytes of a file are sent." })
export class UploadTarget {
  @Field(() => ID, { description: "The upload, for `completeUpload`." })
  uploadId!: string;

  @Field(() => String, {
    description: "Where the raw bytes are sent. Absolute, or relative to the root of the host of the service.",
  })
  url!: string;

  @Field(() => String, { description: "The method of the request, which is PUT." })
  method!: string;

  @Field(() => [HttpHeader], { description: "The headers that the request must have, at most 10." })
  headers!: HttpHeader[];

  @Field(() => DateTimeScalar, { description: "Until when the bytes are accepted and the upload can be completed." })
  expiresAt!: string;
}

@InputType({ description: "An upload whose bytes have been sent." })
export class CompleteUploadInput {
  @Field(() => ID, { description: "The upload that `createUpload` has returned." })
  uploadId!: string;
}

@InputType({ description: "Changes what is said about an asset. What is absent stays as it is." })
export class UpdateAssetInput {
  @Field(() => ID, { description: "The asset." })
  id!: string;

  @Field(() => Int, { description: EXPECTED_VERSION })
  expectedVersion!: number;

  @Field(() => String, { nullable: true, description: "The name of the file, 1 to 255 characters without slashes." })
  fileName?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The text alternative, at most 1000 characters. Null empties it.",
  })
  alt?: string | null;

  @Field(() => String, { nullable: true, description: "The caption, at most 2000 characters. Null removes it." })
  caption?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Whom or what the picture is by, at most 300 characters. Null removes it.",
  })
  credit?: string | null;

  @Field(() => FocalPointInput, {
    nullable: true,
    description:
      "The point around which the picture is cut. Null stands for its centre. Another point makes other URLs.",
  })
  focalPoint?: FocalPointInput | null;
}

@InputType({ description: "Gives an asset other bytes. Everything that uses the asset shows them." })
export class ReplaceAssetInput {
  @Field(() => ID, { description: "The asset." })
  id!: string;

  @Field(() => Int, { description: EXPECTED_VERSION })
  expectedVersion!: number;

  @Field(() => ID, { description: "An upload whose bytes have been sent." })
  uploadId!: string;
}

@InputType({ description: "Permanently deletes an asset." })
export class DeleteAssetInput {
  @Field(() => ID, { description: "The asset." })
  id!: string;

  @Field(() => Int, { description: EXPECTED_VERSION })
  expectedVersion!: number;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: "Whether it is deleted although something uses it, which then lacks the picture.",
  })
  force?: boolean | null;
}

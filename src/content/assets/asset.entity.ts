// Table and GraphQL type of an asset: a picture or file whose bytes this service stores. Who may see one: viewers with a credential any, all
// others those with a visible use (asset-use.entity.ts).
import { Field, Float, InputType, Int, ObjectType } from "type-graphql";
import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from "typeorm";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import { Node } from "../../platform/graphql/node.js";
import { DateTimeScalar } from "../../platform/graphql/scalars.js";

@ObjectType({ simpleResolvers: true, description: "A point of a picture, as fractions of its width and height." })
export class FocalPoint {
  @Field(() => Float, { description: "From the left, 0 to 1." })
  x!: number;

  @Field(() => Float, { description: "From the top, 0 to 1." })
  y!: number;
}

@InputType({ description: "The point of a picture around which it is cut, as fractions of its width and height." })
export class FocalPointInput {
  @Field(() => Float, { description: "From the left, 0 to 1." })
  x!: number;

  @Field(() => Float, { description: "From the top, 0 to 1." })
  y!: number;
}

@ObjectType({ implements: Node, simpleResolvers: true, description: "A picture or another file of the site." })
@Entity("asset")
@Check("asset_focal_point_check", "num_nulls(focal_x, focal_y) in (0, 2)")
@Check("asset_size_check", "num_nulls(width, height) in (0, 2)")
@Index(["createdAt", "id"])
export class Asset extends Node {
  @PrimaryGeneratedColumn("uuid")
  id!: string;

  /** 128 random bits in hexadecimal, which name the asset in addresses. */
  @Column({ type: "text", collation: "C", unique: true })
  key!: string;

  /** Of the bytes that were sent, in hexadecimal. */
  @Column({ type: "text", collation: "C", unique: true })
  sha256!: string;

  @Column("integer")
  @Field(() => Int, { description: "The size of the original in bytes." })
  byteSize!: number;

  @Column("text")
  @Field(() => String, { description: "The media type, such as image/jpeg. Found from the bytes, not from the name." })
  contentType!: string;

  @Column("text")
  @Field(() => String, { description: "The name of the file, for people." })
  fileName!: string;

  @Column("integer", { nullable: true })
  @Field(() => Int, { nullable: true, description: "The width in pixels as it is shown. Null for what is no picture." })
  width!: number | null;

  @Column("integer", { nullable: true })
  @Field(() => Int, {
    nullable: true,
    description: "The height in pixels as it is shown. Null for what is no picture.",
  })
  height!: number | null;

  @Column("boolean", { default: false })
  hasAlpha!: boolean;

  @Column("boolean", { default: false })
  isAnimated!: boolean;

  @Column("text")
  @Field(() => String, {
    description: "The text alternative, for places that state none of their own. Empty if the picture is decorative.",
  })
  alt!: string;

  @Column("text", { nullable: true })
  @Field(() => String, { nullable: true, description: "The caption, in plain text." })
  caption!: string | null;

  @Column("text", { nullable: true })
  @Field(() => String, { nullable: true, description: "Whom or what the picture is by, in plain text." })
  credit!: string | null;

  @Column("double precision", { nullable: true })
  focalX!: number | null;

  @Column("double precision", { nullable: true })
  focalY!: number | null;

  @Column("text", { nullable: true })
  @Field(() => String, {
    nullable: true,
    description: "A blurred stand-in of about 25 bytes as a ThumbHash in base64. Null for what is no picture.",
  })
  thumbHash!: string | null;

  /** The dominant colour, such as #aabbcc. */
  @Column("text", { nullable: true })
  colour!: string | null;

  /** The URL or the path from which an import took the file. */
  @Column("text", { nullable: true })
  takenFrom!: string | null;

  /** Part of every address: other bytes or another focal point make other addresses. */
  @Column("integer", { default: 1 })
  contentVersion!: number;

  /** Names the original in the store. Other bytes have another one. */
  @Column({ type: "text", collation: "C" })
  bytesKey!: string;

  @Column("integer", { default: 1 })
  @Field(() => Int, {
    description:
      "Increases by one with each accepted change that changes something. Mutations take it as expectedVersion.",
  })
  version!: number;

  @Column({ type: "timestamptz", precision: 3, default: () => "now()" })
  @Field(() => DateTimeScalar, { description: "When the asset was added." })
  createdAt!: string;

  /** The name of the viewer who added it. Null for an import. */
  @Column("text", { nullable: true })
  createdBy!: string | null;

  /** Whether something that every reader can see uses the asset. */
  readonly isPublic!: boolean;

  get isPicture(): boolean {
    return this.width !== null;
  }

  @Field(() => FocalPoint, {
    nullable: true,
    description: "The point around which the picture is cut. Null stands for its centre.",
  })
  get focalPoint(): FocalPoint | null {
    return this.focalX === null || this.focalY === null ? null : { x: this.focalX, y: this.focalY };
  }

  override get globalId(): string {
    return encodeGlobalId("Asset", this.id);
  }
}

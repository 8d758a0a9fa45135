// Where the store has the bytes of assets. Uploads and originals have random names, so that bytes are in place before any row refers to them.
import { randomBytes } from "node:crypto";
import type { Asset } from "./asset.entity.js";

export const ORIGINALS = "originals/";
export const VARIANTS = "variants/";

/** 128 random bits in hexadecimal. */
export const newKey = (): string => randomBytes(16).toString("hex");

export const originalKey = ({ bytesKey }: Pick<Asset, "bytesKey">): string => ORIGINALS + bytesKey;

/** The folder of what was made of an asset, without a slash at its end. Another version of the content has another one. */
export const variantFolder = ({ key, contentVersion }: Pick<Asset, "key" | "contentVersion">): string =>
  `${VARIANTS}${key}/${contentVersion}`;

// The sizes and formats in which pictures are served: a closed set, so that nobody can ask for an unlimited number of encodings. No
// variant is larger than its picture, and each has one address.

export enum ImagePreset {
  W320 = "W320",
  W640 = "W640",
  W960 = "W960",
  W1280 = "W1280",
  W1920 = "W1920",
  W2560 = "W2560",
  SQUARE_96 = "SQUARE_96",
  SQUARE_480 = "SQUARE_480",
  CARD_1200 = "CARD_1200",
}

export enum ImageFormat {
  WEBP = "WEBP",
  AVIF = "AVIF",
  FALLBACK = "FALLBACK",
}

/** What decides which variants a picture has. Width and height are those that a viewer sees. */
export interface PictureShape {
  width: number;
  height: number;
  isAnimated: boolean;
  hasAlpha: boolean;
}

export interface PresetOptions {
  servesAvif: boolean;
}

export type VariantExtension = "webp" | "avif" | "jpg" | "png";

export interface VariantName {
  preset: ImagePreset;
  extension: VariantExtension;
}

export interface PictureVariant extends VariantName {
  /** Of the variant, in pixels. */
  width: number;
  height: number;
  /** Whether it is cut to its proportions instead of scaled as a whole. */
  isCropped: boolean;
  isAnimated: boolean;
}

/** The widths, ascending. */
const WIDTHS: readonly (readonly [preset: ImagePreset, width: number])[] = [
  [ImagePreset.W320, 320],
  [ImagePreset.W640, 640],
  [ImagePreset.W960, 960],
  [ImagePreset.W1280, 1_280],
  [ImagePreset.W1920, 1_920],
  [ImagePreset.W2560, 2_560],
];
const CROPS: ReadonlyMap<ImagePreset, readonly [width: number, height: number]> = new Map([
  [ImagePreset.SQUARE_96, [96, 96] as const],
  [ImagePreset.SQUARE_480, [480, 480] as const],
  [ImagePreset.CARD_1200, [1_200, 630] as const],
]);
/** WebP cannot be larger. Only pictures that are more than six times as high as wide meet this limit. */
const MAX_HEIGHT = 16_383;

const CONTENT_TYPES: Readonly<Record<VariantExtension, string>> = {
  webp: "image/webp",
  avif: "image/avif",
  jpg: "image/jpeg",
  png: "image/png",
};
const PRESETS = new Map(Object.values(ImagePreset).map((preset) => [preset.toLowerCase(), preset]));
const NAME = /^(\w{4,10})\.(webp|avif|jpg|png)$/;

/** The variant that serves the preset best: for widths, the smallest one that shows the picture as large as it is, or as large as asked. */
export function variantFor(
  picture: PictureShape,
  preset: ImagePreset,
  format: ImageFormat,
  options: PresetOptions,
): PictureVariant {
  const asked = WIDTHS.findIndex(([name]) => name === preset);
  const full = WIDTHS.findIndex(([, width]) => width >= picture.width);
  const [name] = WIDTHS[full >= 0 ? Math.min(asked, full) : asked] ?? [preset];
  return variantOf(picture, { preset: name, extension: extensionOf(picture, format, options) });
}

/** The smallest preset that is at least as wide, or the widest one. */
export function presetForWidth(width: number): ImagePreset {
  return WIDTHS.find(([, each]) => each >= width)?.[0] ?? ImagePreset.W2560;
}

/** All widths of a picture, ascending, for `srcset`. */
export function srcsetOf(picture: PictureShape, format: ImageFormat, options: PresetOptions): PictureVariant[] {
  const variants = WIDTHS.map(([preset]) => variantFor(picture, preset, format, options));
  return variants.filter(({ preset }, index) => variants[index - 1]?.preset !== preset);
}

/** As in the address: `w1280.webp`. */
export function variantName({ preset, extension }: VariantName): string {
  return `${preset.toLowerCase()}.${extension}`;
}

/** Null for every text that is not the name of a variant. */
export function parseVariantName(name: string): VariantName | null {
  const [, preset = "", extension] = NAME.exec(name) ?? [];
  const known = PRESETS.get(preset);
  return known === undefined ? null : { preset: known, extension: extension as VariantExtension };
}

/** Null if the picture has no such variant, because it is smaller or has another format. */
export function findVariant(picture: PictureShape, name: VariantName, options: PresetOptions): PictureVariant | null {
  for (const format of [ImageFormat.WEBP, ImageFormat.AVIF, ImageFormat.FALLBACK]) {
    const variant = variantFor(picture, name.preset, format, options);
    if (variant.preset === name.preset && variant.extension === name.extension) return variant;
  }
  return null;
}

export function contentTypeOf({ extension }: VariantName): string {
  return CONTENT_TYPES[extension];
}

function extensionOf(picture: PictureShape, format: ImageFormat, { servesAvif }: PresetOptions): VariantExtension {
  if (format === ImageFormat.FALLBACK) return picture.hasAlpha ? "png" : "jpg";
  // The encoder writes no animations in AVIF.
  return format === ImageFormat.AVIF && servesAvif && !picture.isAnimated ? "avif" : "webp";
}

function variantOf(picture: PictureShape, name: VariantName): PictureVariant {
  const crop = CROPS.get(name.preset);
  if (crop !== undefined) {
    const scale = Math.min(1, picture.width / crop[0], picture.height / crop[1]);
    return { ...name, ...size(crop[0] * scale, crop[1] * scale), isCropped: true, isAnimated: false };
  }
  const preset = WIDTHS.find(([preset]) => preset === name.preset)?.[1] ?? 0;
  const width = Math.min(preset, picture.width);
  const scale = Math.min(width / picture.width, MAX_HEIGHT / picture.height);
  const isAnimated = picture.isAnimated && name.extension === "webp";
  return { ...name, ...size(picture.width * scale, picture.height * scale), isCropped: false, isAnimated };
}

function size(width: number, height: number): { width: number; height: number } {
  return { width: Math.max(1, Math.round(width)), height: Math.max(1, Math.round(height)) };
}

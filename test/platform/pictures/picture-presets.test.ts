// Which variants a picture has, and the names under which they are served: a closed set in which every variant has one name.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseServedFileName, servedExtension, servedFileName } from "../../../src/platform/pictures/file-names.js";
import {
  contentTypeOf,
  findVariant,
  ImageFormat,
  ImagePreset,
  type PictureShape,
  parseVariantName,
  srcsetOf,
  variantFor,
  variantName,
} from "../../../src/platform/pictures/picture-presets.js";

const { WEBP, AVIF, FALLBACK } = ImageFormat;
const PHOTO: PictureShape = { width: 4_000, height: 3_000, isAnimated: false, hasAlpha: false };
const PLAIN = { servesAvif: false };
const WITH_AVIF = { servesAvif: true };
const EXTENSIONS = ["webp", "avif", "jpg", "png"];
const namesOf = (picture: PictureShape, format = WEBP, options = PLAIN) =>
  srcsetOf(picture, format, options).map((variant) => `${variantName(variant)} ${variant.width}w`);

test("a large picture has all widths, and crops", () => {
  const all = [
    "w320.webp 320w",
    "w640.webp 640w",
    "w960.webp 960w",
    "w1280.webp 1280w",
    "w1920.webp 1920w",
    "w2560.webp 2560w",
  ];
  assert.deepEqual(namesOf(PHOTO), all);
  const { width, height, isCropped } = variantFor(PHOTO, ImagePreset.CARD_1200, WEBP, PLAIN);
  assert.deepEqual({ width, height, isCropped }, { width: 1_200, height: 630, isCropped: true });
});

test("a smaller picture ends with a variant of its own width, which larger presets lead to", () => {
  const picture = { ...PHOTO, width: 1_000, height: 500 };
  assert.deepEqual(namesOf(picture), ["w320.webp 320w", "w640.webp 640w", "w960.webp 960w", "w1280.webp 1000w"]);
  assert.equal(variantName(variantFor(picture, ImagePreset.W2560, WEBP, PLAIN)), "w1280.webp");
  assert.equal(findVariant(picture, { preset: ImagePreset.W1920, extension: "webp" }, PLAIN), null);
  assert.deepEqual(namesOf({ ...PHOTO, width: 320 }), ["w320.webp 320w"]);
  assert.deepEqual(namesOf({ ...PHOTO, width: 1, height: 1 }), ["w320.webp 1w"]);
});

test("the fallback is JPEG, and PNG where the picture is transparent", () => {
  assert.equal(variantName(variantFor(PHOTO, ImagePreset.W320, FALLBACK, PLAIN)), "w320.jpg");
  assert.equal(variantName(variantFor({ ...PHOTO, hasAlpha: true }, ImagePreset.W320, FALLBACK, PLAIN)), "w320.png");
});

test("AVIF exists where it is switched on and the picture stands still", () => {
  assert.equal(variantName(variantFor(PHOTO, ImagePreset.W320, AVIF, PLAIN)), "w320.webp");
  assert.equal(variantName(variantFor(PHOTO, ImagePreset.W320, AVIF, WITH_AVIF)), "w320.avif");
  assert.equal(variantName(variantFor({ ...PHOTO, isAnimated: true }, ImagePreset.W320, AVIF, WITH_AVIF)), "w320.webp");
});

test("an animation moves as WebP at its widths only", () => {
  const animation = { ...PHOTO, isAnimated: true };
  assert.equal(variantFor(animation, ImagePreset.W320, WEBP, PLAIN).isAnimated, true);
  assert.equal(variantFor(animation, ImagePreset.W320, FALLBACK, PLAIN).isAnimated, false);
  assert.equal(variantFor(animation, ImagePreset.SQUARE_96, WEBP, PLAIN).isAnimated, false);
});

const shape = fc.record({
  width: fc.integer({ min: 1, max: 60_000 }),
  height: fc.integer({ min: 1, max: 60_000 }),
  isAnimated: fc.boolean(),
  hasAlpha: fc.boolean(),
});
const preset = fc.constantFrom(...Object.values(ImagePreset));
const format = fc.constantFrom(...Object.values(ImageFormat));
const options = fc.record({ servesAvif: fc.boolean() });

test("every variant that is offered is found by its name, and is not larger than its picture", () => {
  fc.assert(
    fc.property(shape, preset, format, options, (picture, name, kind, chosen) => {
      const variant = variantFor(picture, name, kind, chosen);
      const parsed = parseVariantName(variantName(variant));
      assert.ok(parsed !== null);
      assert.deepEqual(findVariant(picture, parsed, chosen), variant);
      assert.ok(
        variant.width >= 1 && variant.width <= picture.width && variant.height >= 1 && variant.height <= picture.height,
      );
      assert.ok(variant.height <= 16_383 && variant.width <= 2_560);
      assert.match(contentTypeOf(variant), /^image\//);
    }),
  );
});

test("a picture has at most as many variants as there are presets and formats, and any other name leads to none", () => {
  fc.assert(
    fc.property(shape, options, (picture, chosen) => {
      const found = Object.values(ImagePreset).flatMap((name) =>
        EXTENSIONS.filter((extension) =>
          findVariant(picture, { preset: name, extension: extension as "webp" }, chosen),
        ),
      );
      assert.ok(found.length <= 9 * 3 && found.length >= 2);
    }),
  );
  const names = [
    "",
    "w1280",
    "W1280.webp",
    "w1280.WEBP",
    "w1281.webp",
    "w1280.webp?x",
    "w1280.webp/",
    "../w1280.webp",
    "w1280..webp",
  ];
  for (const name of [...names, "w1280.gif", "square_96", "constructor.webp", "w1280.webp\n", "__proto__.png"]) {
    assert.equal(parseVariantName(name), null, name);
  }
  fc.assert(fc.property(fc.string(), (name) => parseVariantName(name) === null));
});

test("whole files have one name for each kind", () => {
  assert.equal(servedFileName("pdf"), "file.pdf");
  assert.deepEqual(parseServedFileName("file.pdf"), { extension: "pdf", contentType: "application/pdf" });
  for (const name of ["file.jpg", "file.html", "file.", "file.pdf/", "File.pdf", "file.constructor", "x.pdf"]) {
    assert.equal(parseServedFileName(name), null, name);
  }
  assert.equal(servedExtension("application/pdf"), "pdf");
  assert.equal(servedExtension("image/jpeg"), null);
});

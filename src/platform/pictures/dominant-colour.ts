// The colour that is most frequent in a picture, to fill its place until it is loaded.

/** Colours whose channels agree in their upper three bits count as one. */
const SHIFT = 5;

/** From pixels of four channels; transparent ones do not count. */
export function dominantColour(pixels: Uint8Array): string {
  const bins = new Map<number, [weight: number, red: number, green: number, blue: number]>();
  for (let index = 0; index + 3 < pixels.length; index += 4) {
    const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.subarray(index, index + 4);
    const key = ((red >> SHIFT) << 16) | ((green >> SHIFT) << 8) | (blue >> SHIFT);
    const [weight, reds, greens, blues] = bins.get(key) ?? [0, 0, 0, 0];
    bins.set(key, [weight + alpha, reds + red * alpha, greens + green * alpha, blues + blue * alpha]);
  }
  const [largest] = [...bins.values()].sort(([one], [other]) => other - one);
  if (largest === undefined || largest[0] === 0) return "#ffffff";
  const [weight, ...sums] = largest;
  return `#${sums
    .map((sum) =>
      Math.round(sum / weight)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
}

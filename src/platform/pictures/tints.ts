// A small palette for the places of pictures that are not loaded yet: classes instead of styles, which a strict content security policy forbids.

/** The colours by their names, which the classes have after `tint-`. */
export const TINTS: Readonly<Record<string, string>> = {
  black: "#26282b",
  grey: "#83878d",
  silver: "#c4c7cc",
  white: "#f1f2f4",
  red: "#a8544a",
  orange: "#b98052",
  yellow: "#c2ad62",
  green: "#6b915f",
  teal: "#56908e",
  blue: "#5580ad",
  purple: "#85699f",
  pink: "#b06f8d",
};

type Channels = readonly [red: number, green: number, blue: number];

const channelsOf = (colour: string): Channels => {
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
};

const PALETTE = Object.entries(TINTS).map(([name, colour]) => ({ name: `tint-${name}`, channels: channelsOf(colour) }));

/** The class of the most similar colour, such as `tint-blue` for `#5a7fb0`. */
export function tintOf(colour: string): string | null {
  if (!/^#[0-9a-f]{6}$/i.test(colour)) return null;
  const wanted = channelsOf(colour);
  const distance = ({ channels }: { channels: Channels }): number =>
    channels.reduce((sum, channel, index) => sum + (channel - (wanted[index] ?? 0)) ** 2, 0);
  return PALETTE.reduce((best, each) => (distance(each) < distance(best) ? each : best)).name;
}

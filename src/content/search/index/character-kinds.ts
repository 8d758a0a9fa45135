// The kinds of UTF-16 units that the tokeniser tells apart, in tables that are filled when a unit of their range first occurs. Looking up a
// unit takes a twentieth of the time of a regular expression.

/** Scripts that are written without spaces, as a part of a character class of a regular expression. */
export const UNSPACED =
  "\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Hang}\\p{sc=Bopo}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Khmr}\\p{sc=Mymr}ー";
/** A letter, digit or mark of another script. */
export const SPACED = `[[\\p{L}\\p{N}\\p{M}]--[${UNSPACED}]]`;

/** Neither a letter, digit or mark nor half of a character. */
export const OTHER_UNIT = 0;
export const UNSPACED_UNIT = 1;
export const SPACED_UNIT = 2;
/** Half of a character, whose kind depends on the other half. */
export const SURROGATE_UNIT = 3;

const UNSPACED_PATTERN = new RegExp(`[${UNSPACED}]`, "v");
const SPACED_PATTERN = new RegExp(SPACED, "v");

const TABLE_SIZE = 256;
const tables: (Uint8Array | undefined)[] = new Array(0x10000 / TABLE_SIZE);

/** One of the constants; `OTHER_UNIT` for NaN, which `charCodeAt` returns behind the end. */
export function kindOfUnit(unit: number): number {
  const table = tables[unit >> 8] ?? fillTable(unit >> 8);
  return table[unit & 0xff] ?? OTHER_UNIT;
}

function fillTable(number: number): Uint8Array {
  const table = new Uint8Array(TABLE_SIZE);
  for (let index = 0; index < TABLE_SIZE; index += 1) table[index] = findKind(number * TABLE_SIZE + index);
  tables[number] = table;
  return table;
}

function findKind(unit: number): number {
  if (unit >= 0xd800 && unit <= 0xdfff) return SURROGATE_UNIT;
  const character = String.fromCharCode(unit);
  if (UNSPACED_PATTERN.test(character)) return UNSPACED_UNIT;
  return SPACED_PATTERN.test(character) ? SPACED_UNIT : OTHER_UNIT;
}

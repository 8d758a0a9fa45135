// Values for cursors whose checksum is right and whose content is not: anybody can compute the checksum.
import type { SortKey } from "../../src/platform/db/keyset.js";

const SQL = "'); drop table post; --";

/** Nothing that the database could compare with a column of the type. */
const IMPOSSIBLE: Record<SortKey["type"], readonly string[]> = {
  timestamptz: [
    "",
    "now",
    "-infinity",
    "2026-02-30T00:00:00.000Z",
    "2025-02-29T00:00:00.000Z",
    "0000-01-01T00:00:00.000Z",
    "2026-13-01T00:00:00.000Z",
    "2026-01-01T00:00:60.000Z",
    "275761-01-01T00:00:00.000Z",
    "+275760-09-13T00:00:00.000Z",
    "2026-01-01",
    "2026-01-01T00:00:00.000Z\n",
    SQL,
  ],
  uuid: ["", "null", "00000000000000000000000000000000", "{00000000-0000-0000-0000-000000000000}", "0".repeat(36), SQL],
  text: ["nul \0", "\ud800", "x".repeat(5_000)],
  integer: [
    "",
    "1e3",
    "1.5",
    "0x10",
    "2147483648",
    "-2147483649",
    "9223372036854775808",
    "NaN",
    " 1",
    "1;select 1",
    SQL,
  ],
  "double precision": ["", "0x10", "0b1", "1e999", "1e-999", "NaN", "Infinity", SQL],
};

/** Odd, but comparable. */
const POSSIBLE: Record<SortKey["type"], readonly string[]> = {
  timestamptz: ["infinity", "0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"],
  uuid: ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"],
  text: ["", SQL, "%", "_", "\\", "\u202e", "𠮷", "ê", "汉".repeat(500), "\u0001".repeat(100)],
  integer: ["0", "-1", "2147483647"],
  "double precision": ["0", "-1.5", "1e300"],
};

export interface HostileCursor {
  forged: string[];
  /** Whether it must be taken as a place in the list. */
  isTaken: boolean;
}

/** Each sort value replaced by each hostile one, and lists of the wrong length. */
export function hostileValues(keys: readonly SortKey["type"][], genuine: readonly string[]): HostileCursor[] {
  const replaced = keys.flatMap((type, place) => {
    const put = (value: string) => genuine.map((kept, index) => (index === place ? value : kept));
    return [
      ...IMPOSSIBLE[type].map((value) => ({ forged: put(value), isTaken: false })),
      ...POSSIBLE[type].map((value) => ({ forged: put(value), isTaken: true })),
    ];
  });
  const lengths = [[], genuine.slice(1), [...genuine, "1"]];
  return [...replaced, ...lengths.map((forged) => ({ forged, isTaken: false }))];
}

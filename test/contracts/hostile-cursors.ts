// Values for forged cursors: their checksum is correct, since anyone can compute it, but their content is not.
import type { SortKey } from "../../src/platform/db/keyset.js";

const SQL = "'); drop table post; --";

/** Values that PostgreSQL cannot compare with a column of the type. */
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

/** Unusual values that can be compared. */
const POSSIBLE: Record<SortKey["type"], readonly string[]> = {
  timestamptz: ["infinity", "0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"],
  uuid: ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"],
  text: ["", SQL, "%", "_", "\\", "\u202e", "𠮷", "ê", "汉".repeat(500), "\u0001".repeat(100)],
  integer: ["0", "-1", "2147483647"],
  "double precision": ["0", "-1.5", "1e300"],
};

export interface HostileCursor {
  forged: string[];
  /** Whether it must be accepted as a position in the list. */
  isAccepted: boolean;
}

/** Cursors with each sort value replaced by each hostile value, and cursors with the wrong number of values. */
export function hostileValues(keys: readonly SortKey["type"][], genuine: readonly string[]): HostileCursor[] {
  const replaced = keys.flatMap((type, position) => {
    const put = (value: string) => genuine.map((original, index) => (index === position ? value : original));
    return [
      ...IMPOSSIBLE[type].map((value) => ({ forged: put(value), isAccepted: false })),
      ...POSSIBLE[type].map((value) => ({ forged: put(value), isAccepted: true })),
    ];
  });
  const lengths = [[], genuine.slice(1), [...genuine, "1"]];
  return [...replaced, ...lengths.map((forged) => ({ forged, isAccepted: false }))];
}

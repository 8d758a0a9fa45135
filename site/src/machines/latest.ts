// Compares instants as the API writes them: in UTC with milliseconds, so that their order is that of their texts.

/** Null if there is none. */
export function latestOf(instants: readonly (string | null)[]): string | null {
  return instants.reduce((one, other) => (one === null || (other !== null && one < other) ? other : one), null);
}

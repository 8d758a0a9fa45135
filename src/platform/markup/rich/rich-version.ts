// The version of the rich form of a body that is stored with it. Separate, because the jobs that look for outdated bodies load no parser.

/** To be increased when the rich form of any body may become another one. At most 1,000,000. */
const RICH_VERSION = 1;

/** A body that has not been enriched yet, whose rich form is the plain one. */
export const NOT_ENRICHED = 0;

/** Of the version and of the setting of the site, so that a change of either makes all bodies outdated. */
export const richVersion = (hasFormulas: boolean): number => 2 * RICH_VERSION + (hasFormulas ? 1 : 0);

/** Whether the rich form may differ from the plain one. */
export const mayBeRich = (
  { codeBlocks }: { codeBlocks: readonly unknown[] },
  source: string,
  { hasFormulas }: { hasFormulas?: boolean },
): boolean => codeBlocks.length > 0 || (hasFormulas === true && /[$\\]|<math/i.test(source));

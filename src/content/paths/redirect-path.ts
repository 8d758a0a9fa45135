// The paths under which redirects are stored and looked up. Unlike the paths of content they may have a query: on older sites a script and
// its query name a page, as in /view.php?id=12 or /?cat=3.
import { MAX_PATH_BYTES, normalisePath } from "../site-path.js";

const SCRIPT = /\.(?:php\d?|phtml|aspx?|jspx?|cfm|cgi|pl|do)$/;
/** Parameters that campaigns add to any URL. */
const TRACKING = /^(?:utm_\w+|fbclid|gclid|msclkid)$/i;

/** The paths at which a redirect for this URL path may be stored, the most specific one first. */
export function redirectPathsOf(path: string): string[] {
  const normalised = normalisePath(path);
  if (normalised === null) return [];
  const query = namesPageByQuery(normalised) ? normalisedQuery(path) : "";
  const paths = [...(query === "" ? [] : [`${normalised}?${query}`]), ...(normalised === "/" ? [] : [normalised])];
  return paths.filter((each) => Buffer.byteLength(each) <= MAX_PATH_BYTES);
}

const namesPageByQuery = (normalised: string): boolean => normalised === "/" || SCRIPT.test(normalised);

/** Percent-encoded, with the parameters in the order of their names. */
function normalisedQuery(path: string): string {
  const parameters = new URLSearchParams(/\?([^#]*)/.exec(path)?.[1] ?? "");
  for (const name of [...parameters.keys()]) if (TRACKING.test(name)) parameters.delete(name);
  parameters.sort();
  return parameters.toString();
}

// The HTML of a text, which the service has sanitized, as it stands on a page.
import type { PageContext } from "../../theme.js";

const TASK = '<input class="task-list-item-checkbox" type="checkbox" disabled';

/** The boxes of lists of tasks get a name, in the language of the site. */
export function BodyText({ html, page: { words } }: { html: string; page: PageContext }) {
  const __html = html.includes(TASK) ? html.replaceAll(TASK, `${TASK} aria-label="${words.task}"`) : html;
  return <div class="prose" dangerouslySetInnerHTML={{ __html }} />;
}

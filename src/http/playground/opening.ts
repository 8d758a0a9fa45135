// What a visitor finds when the playground opens for the first time: the first window is selected and shows its result, and the variables of each query
// that has some are visible. Altair has no options for that, so that a script presses its buttons. On a narrow screen the query and its
// result are stacked, because Altair would give each of them half of the width, and the documentation takes the place of both.
import type { StarterQuery } from "./playground.js";

/** Later visits find their windows as they left them. */
const VISITED_KEY = "colophon_visited";

/** Runs in the browser, and does nothing if Altair's elements are not found. */
const OPEN = `
(async (withVariables, visitedKey) => {
  try {
    if (localStorage.getItem(visitedKey) !== null) return;
    localStorage.setItem(visitedKey, "1");
  } catch {
    return;
  }
  const GIVE_UP_MS = 120000;
  const startedAt = performance.now();
  const found = async (find) => {
    for (;;) {
      const element = find();
      if (element) return element;
      if (performance.now() - startedAt > GIVE_UP_MS) throw new Error("The playground did not open in time.");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const tab = (index) => document.querySelectorAll("app-window-switcher-item .window-switcher__item")[index];
  await found(() => tab(withVariables.length - 1));
  for (let index = withVariables.length - 1; index >= 0; index -= 1) {
    tab(index).click();
    await found(() => tab(index).classList.contains("window-switcher__item--active"));
    if (!withVariables[index]) continue;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    (await found(() => document.querySelector('[track-id="toggle_variables"]'))).click();
  }
  (await found(() => document.querySelector(".send-request__button"))).click();
})`;

export function openingScript(starterQueries: readonly StarterQuery[]): string {
  const withVariables = starterQueries.map(({ variables = {} }) => Object.keys(variables).length > 0);
  return `${OPEN}(${JSON.stringify(withVariables)}, ${JSON.stringify(VISITED_KEY)}).catch(console.warn);`;
}

export const NARROW_STYLE = `
@media (max-width: 767px) {
  .app-side-menu, .header__menu > :first-child, .url-box__method-wrapper, .header__logo-wrapper { display: none !important; }
  .url-box__input-actions { flex: 1; justify-content: space-around; }
  .send-request__button { white-space: nowrap; }
  .send-request__button > span { line-height: 1; }
  as-split.as-horizontal { display: flex !important; flex-direction: column; }
  as-split.as-horizontal > .as-split-gutter, as-split.as-horizontal > .as-hidden { display: none !important; }
  as-split.as-horizontal > as-split-area { flex: 1 1 50% !important; min-height: 0; min-width: 0; width: 100%; }
  as-split.as-horizontal:has(> as-split-area:not(.as-hidden) > app-doc-viewer) > as-split-area:not(:has(> app-doc-viewer)) { display: none !important; }
  as-split.as-horizontal > as-split-area + as-split-area { border-top: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
}`;

// Finds the theme of the site.
import { defaultTheme } from "./default/default-theme.js";
import type { Theme } from "./theme.js";

export async function loadTheme(_folder: string | null): Promise<Theme> {
  return defaultTheme;
}

// The stylesheets of the default theme, one of which each page has, without what only people who write it need.
import { BASE } from "./base.js";
import { LISTS } from "./lists.js";
import { MEDIA } from "./media.js";
import { PROSE } from "./prose.js";
import { READING } from "./reading.js";
import { RICH } from "./rich.js";

const packed = (...parts: readonly string[]): string =>
  parts
    .join("\n")
    .replace(/\s*\n\s*/g, "")
    .replace(/;\}/g, "}");

export const STYLESHEETS = { lists: packed(BASE, LISTS, MEDIA), texts: packed(BASE, READING, PROSE, RICH, MEDIA) };

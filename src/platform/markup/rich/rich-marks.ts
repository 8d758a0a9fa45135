// Marks that the parser leaves for the rich form: what a fence asks for, and which text is a formula. They are written only when the rich form
// is derived, so that the plain form cannot contain them.
import { randomUUID } from "node:crypto";

/** On `code`: the info string of its fence. */
export const FENCE_ATTRIBUTE = "data-fence";
/** On `var`: its text is a formula with its delimiters. */
export const FORMULA_ATTRIBUTE = "data-formula";

/** Distinguishes the marks of this renderer from attributes that authors write, which are removed. */
const NONCE = randomUUID();

export const richMark = (value: string): string => `${NONCE}:${value}`;

/** The mark with its nonce, or null if an author wrote the attribute. */
export const ownRichMark = (value: string): string | null => (value.startsWith(`${NONCE}:`) ? value : null);

export const valueOfMark = (mark: string): string => mark.slice(NONCE.length + 1);

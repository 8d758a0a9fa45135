// Prints the golden file of coloured code, for a new version of highlight.js. Read the difference before you commit it.
import { highlighted } from "../../../../src/platform/markup/rich/highlighted-code.js";
import { serialiseMarkup } from "../../../../src/platform/markup/tree.js";
import { CODE_SAMPLES } from "./code-samples.js";

for (const [name, code] of Object.entries(CODE_SAMPLES)) {
  process.stdout.write(`== ${name}\n${serialiseMarkup((await highlighted(code, name)) ?? ["not coloured\n"])}`);
}

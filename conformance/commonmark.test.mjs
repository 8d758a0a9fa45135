// The 652 examples of the CommonMark specification against the bodies of this service. What is compared is what remains
// after sanitising, without the ids and the rel that the service adds; where more is wanted than CommonMark, it is listed.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { it } from "node:test";
import { renderBody } from "../dist/src/platform/markup/render.js";
import { sanitise } from "../dist/src/platform/markup/sanitise.js";

const { tests } = createRequire(import.meta.url)("commonmark-spec");

/** Example and the reason why it is rendered otherwise. */
const OTHERWISE = {
  144: "a language whose name has no letter is none",
  148: "what stands in <pre> is code",
  484: "a link to a Markdown file leads to its post",
  602: "a bare address is a link, as on GitHub",
  608: "a bare address is a link, as on GitHub",
  611: "a bare address is a link, as on GitHub",
  612: "a bare e-mail address is a link, as on GitHub",
};

function comparable(html) {
  return sanitise(html)
    .replace(/ (?:id|rel)="[^"]*"/g, "")
    .replace(/>\s+</g, "><")
    .trim();
}

it("renders the examples of CommonMark as they are", () => {
  assert.equal(tests.length, 652);
  const different = tests
    .map(({ number, markdown, html }) => ({
      number,
      actual: comparable(renderBody(markdown.replaceAll("→", "\t"), "MARKDOWN", { siteUrl: null }).html),
      expected: comparable(html.replaceAll("→", "\t")),
    }))
    .filter(({ actual, expected }) => actual !== expected);
  const unexpected = different.filter(({ number }) => OTHERWISE[number] === undefined);
  assert.deepEqual(unexpected, []);
  assert.deepEqual(
    different.map(({ number }) => String(number)),
    Object.keys(OTHERWISE),
  );
});

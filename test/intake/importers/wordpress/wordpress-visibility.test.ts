// Whatever an export has, nothing becomes public that WordPress hides from visitors without an account. The model of WordPress is a few lines: what a
// query of visitors returns, and what the page of an item then shows to them.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { ImportEvent } from "../../../../src/intake/importers/import-event.js";
import { renderBody } from "../../../../src/platform/markup/render.js";
import { cdata, exportXml, itemXml, metaXml, readExport } from "./wxr-fixture.js";

interface RandomItem {
  type: "post" | "page" | "attachment";
  status: string;
  password: string;
  parent: number;
  isInFuture: boolean;
  hasGmtDate: boolean;
  restriction: [string, string] | null;
  part: keyof typeof PARTS;
}

/** Parts of a body, and whether visitors see their words. */
const PARTS = {
  plain: ["WORDS", true],
  members: ["[members_only]WORDS[/members_only]", false],
  "hidden block": [
    '<!-- wp:paragraph {"metadata":{"blockVisibility":false}} --><p>WORDS</p><!-- /wp:paragraph -->',
    false,
  ],
  "screen block": [
    '<!-- wp:paragraph {"metadata":{"blockVisibility":{"viewport":{"mobile":false}}}} --><p>WORDS</p><!-- /wp:paragraph -->',
    true,
  ],
  paywall: ["<!-- wp:jetpack/paywall /-->WORDS", false],
} as const;

const randomItem: fc.Arbitrary<RandomItem> = fc.record({
  type: fc.constantFrom("post", "post", "page", "attachment"),
  status: fc.constantFrom(
    ...[
      "publish",
      "publish",
      "publish",
      "draft",
      "pending",
      "private",
      "future",
      "inherit",
      "trash",
      "auto-draft",
      "",
      "Publish",
      "archive",
    ],
  ),
  password: fc.constantFrom("", "", "", "secret", "0", " "),
  parent: fc.integer({ min: 0, max: 8 }),
  isInFuture: fc.boolean(),
  hasGmtDate: fc.boolean(),
  restriction: fc.option(
    fc.constantFrom<[string, string]>(
      ["_jetpack_newsletter_access", "subscribers"],
      ["_jetpack_newsletter_access", "everybody"],
      ["_wpmem_block", "1"],
      ["_members_access_role", "editor"],
    ),
  ),
  part: fc.constantFrom(...(Object.keys(PARTS) as (keyof typeof PARTS)[])),
});

const idOf = (index: number): number => index + 1;
const isRestricting = ([, value]: [string, string]): boolean => value !== "everybody";

/** Whether an anonymous visitor of WordPress may read the item now. */
function isShown(item: RandomItem, items: readonly RandomItem[]): boolean {
  if (item.password !== "" || (item.restriction !== null && isRestricting(item.restriction))) return false;
  if (item.type === "attachment" && item.status === "inherit") {
    const parent = items[item.parent - 1];
    return parent === undefined || parent.type === "attachment" || isShown({ ...parent, isInFuture: false }, items);
  }
  return item.status === "publish" && (item.type === "attachment" || !item.isInFuture);
}

function xmlOf(item: RandomItem, index: number): string {
  const year = item.isInFuture ? "2199" : "2020";
  const fields: Record<string, string> = {
    title: `Item ${index}`,
    guid: `guid-${index}`,
    link: `https://blog.example.org/item-${index}/`,
    pubDate: `Fri, 01 May ${year} 02:00:00 +0000`,
    "content:encoded": cdata(`Start. ${PARTS[item.part][0].replace("WORDS", `WORDS${index}X`)}`),
    "wp:post_id": String(idOf(index)),
    "wp:post_date": `${year}-05-01 10:00:00`,
    "wp:post_date_gmt": item.hasGmtDate ? `${year}-05-01 02:00:00` : "0000-00-00 00:00:00",
    "wp:post_name": `item-${index}`,
    "wp:status": cdata(item.status),
    "wp:post_type": item.type,
    "wp:post_parent": String(item.parent),
    "wp:post_password": cdata(item.password),
    "wp:attachment_url": item.type === "attachment" ? `https://blog.example.org/up/${index}.jpg` : "",
  };
  return itemXml(fields, item.restriction === null ? "" : metaXml(...item.restriction));
}

/** The numbers of the items that are public, and the text of all public bodies. */
function publicPartOf(events: readonly ImportEvent[]): { keys: string[]; text: string } {
  const keys: string[] = [];
  let text = "";
  const now = new Date();
  for (const event of events) {
    if (event.kind === "attachment" && event.attachment.isPublic) keys.push(event.attachment.key);
    if (event.kind !== "post" && event.kind !== "page") continue;
    const document = event.kind === "post" ? event.post : event.page;
    if (document.state !== "PUBLISHED" || document.publishedAt === null || document.publishedAt > now) continue;
    keys.push(document.key);
    text += `${document.title} ${document.source} ${renderBody(document.source, "HTML", { siteUrl: null }).html}`;
  }
  return { keys, text };
}

test("nothing is public that WordPress does not show to visitors", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(randomItem, { minLength: 1, maxLength: 8 }),
      fc.constantFrom("skip", "drafts"),
      async (items, pages) => {
        const { events } = await readExport(exportXml(items.map(xmlOf).join("")), { pages });
        const { keys, text } = publicPartOf(events);
        for (const [index, item] of items.entries()) {
          const shown = isShown(item, items);
          if (!shown) assert.ok(!keys.includes(`guid-${index}`), `item ${index} is public`);
          if (!shown || !PARTS[item.part][1])
            assert.ok(!text.includes(`WORDS${index}X`), `the words of item ${index} are public`);
        }
      },
    ),
  );
});

test("what WordPress shows to visitors is public, as far as its dates are known", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(randomItem, { minLength: 1, maxLength: 8 }), async (items) => {
      const { events } = await readExport(exportXml(items.map(xmlOf).join("")));
      const { keys } = publicPartOf(events);
      for (const [index, item] of items.entries()) {
        if (isShown(item, items)) assert.ok(keys.includes(`guid-${index}`), `item ${index} is hidden`);
      }
    }),
  );
});

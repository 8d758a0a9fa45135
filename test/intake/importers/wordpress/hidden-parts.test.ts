// What plugins and the block editor hide from visitors without an account: whole posts by a meta value, and parts of a body.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { withoutHiddenParts } from "../../../../src/intake/importers/wordpress/content/hidden/hidden-parts.js";
import { cdata, exportXml, itemXml, metaXml, readExport, readItem } from "./wxr-fixture.js";

const shown = (source: string): string => withoutHiddenParts(source);
const block = (name: string, attributes: object, inner: string): string =>
  `<!-- wp:${name} ${JSON.stringify(attributes)} -->${inner}<!-- /wp:${name} -->`;

const HIDDEN: [string, string][] = [
  ["a block that is hidden in the editor", block("paragraph", { metadata: { blockVisibility: false } }, "SECRET")],
  [
    "a group with its blocks",
    block("group", { metadata: { name: "x", blockVisibility: false } }, block("group", {}, "SECRET")),
  ],
  [
    "a block that no screen shows",
    block(
      "paragraph",
      { metadata: { blockVisibility: { viewport: { mobile: false, tablet: false, desktop: false } } } },
      "SECRET",
    ),
  ],
  ["a block with the switch of a plugin", block("image", { blockVisibility: { hideBlock: true } }, "SECRET")],
  [
    "a block for accounts",
    block(
      "image",
      {
        blockVisibility: { controlSets: [{ enable: true, controls: { userRole: { visibilityByRole: "logged-in" } } }] },
      },
      "SECRET",
    ),
  ],
  [
    "a block under a condition that cannot be decided",
    block("image", { blockVisibility: { controlSets: [{ controls: { dateTime: {} } }] } }, "SECRET"),
  ],
  ["the view of subscribers", block("premium-content/subscriber-view", {}, "SECRET")],
  ["a block of a membership plugin", block("pmpro/membership", { levels: ["1"] }, "SECRET")],
  ["what follows a paywall", "<!-- wp:jetpack/paywall /-->SECRET"],
  ["a hidden block that is never closed", '<!-- wp:group {"metadata":{"blockVisibility":false}} -->SECRET'],
  [
    "a hidden block with attributes that cannot be read",
    '<!-- wp:group {"metadata":{"blockVisibility":false,}} -->SECRET<!-- /wp:group -->',
  ],
  ["a shortcode for members", "[members_only]SECRET[/members_only]"],
  ["a shortcode with attributes, in any case", '[Membership level="1,2"]SECRET[/membership]'],
  ["a shortcode of an unknown plugin", "[my_restricted_area role=x]SECRET[/my_restricted_area]"],
  ["a shortcode in preformatted text, which WordPress executes", "<pre>[private]SECRET[/private]</pre>"],
];
for (const [name, source] of HIDDEN) {
  test(`${name} is taken out`, () => {
    assert.doesNotMatch(shown(`Before. ${source}`), /SECRET/);
    assert.match(shown(`Before. ${source}`), /^Before\. /);
  });
}

const SHOWN: [string, string][] = [
  [
    "a block that one screen shows",
    block("p", { metadata: { blockVisibility: { viewport: { mobile: false } } } }, "WORDS"),
  ],
  [
    "a block that a plugin hides on small screens",
    block(
      "p",
      { blockVisibility: { controlSets: [{ controls: { screenSize: { hideOnScreenSize: { small: true } } } }] } },
      "WORDS",
    ),
  ],
  ["the view of visitors without an account", block("premium-content/logged-out-view", {}, "WORDS")],
  ["a block for those without a membership", block("pmpro/membership", { levels: ["0"] }, "WORDS")],
  ["a shortcode for those without a membership", '[membership level="0"]WORDS[/membership]'],
  ["a shortcode for visitors without an account", "[not_logged_in]WORDS[/not_logged_in]"],
  ["a list of members", "[team_members]WORDS[/team_members]"],
  ["a shortcode that is shown as text", "[[private]WORDS[/private]]"],
  ["the code of a highlighter", "[code][private]WORDS[/private][/code]"],
  ["a bracket that encloses nothing", "[private] WORDS"],
];
for (const [name, source] of SHOWN) {
  test(`${name} is kept as it is`, () => assert.equal(shown(source), source));
}

test("what stands after a hidden part is kept", () => {
  const source = `${block("group", { metadata: { blockVisibility: false } }, block("group", {}, "SECRET"))} WORDS [vip]SECRET[/vip] MORE`;
  assert.equal(shown(source), " WORDS  MORE");
});

test("whatever surrounds a hidden block, it is taken out", () => {
  const piece = fc.constantFrom(
    "<!-- wp:group -->",
    "<!-- /wp:group -->",
    "<!-- wp:more /-->",
    "<p>words</p>",
    "<!-- note -->",
    "[vip]",
    "[/vip]",
    "<pre>",
    "</pre>",
  );
  const hidden = block("paragraph", { metadata: { blockVisibility: false } }, "SECRET");
  fc.assert(
    fc.property(fc.array(piece), fc.array(piece), (before, after) => {
      assert.doesNotMatch(shown([...before, hidden, ...after].join("")), /SECRET/);
    }),
  );
});

test("hidden parts of a post and of the reusable blocks in it are in neither its body, its excerpt nor its title, and are told", async () => {
  const content = `[vip]SECRET one.[/vip]Open.<!-- wp:block {"ref":9} /-->`;
  const reusable = itemXml({
    "wp:post_id": "9",
    "wp:post_type": "wp_block",
    "content:encoded": cdata("[vip]SECRET two.[/vip]Two."),
  });
  const { posts, notices } = await readExport(
    exportXml(itemXml({ title: "", "content:encoded": cdata(content) }) + reusable),
  );
  assert.doesNotMatch(JSON.stringify([posts, notices]), /SECRET/);
  assert.match(posts[0]?.source ?? "", /Open\..*Two\./s);
  assert.ok(notices.some(({ reason }) => reason.includes("[vip]")));
});

const RESTRICTED: [string, string][] = [
  ["_jetpack_newsletter_access", "subscribers"],
  ["_members_access_role", "administrator"],
  ["_wpmem_block", "1"],
  ["patreon-level", "5"],
  ["rcp_user_level", "Subscriber"],
  ["rcp_subscription_level", "a:1:{i:0;i:2;}"],
  ["um_content_restriction", 'a:2:{s:26:"_um_custom_access_settings";s:1:"1";s:14:"_um_accessible";s:1:"2";}'],
  ["um_content_restriction", "unreadable"],
];
for (const [key, value] of RESTRICTED) {
  test(`a post that ${key} restricts with ${JSON.stringify(value.slice(0, 20))} is hidden`, async () => {
    const { post, notices } = await readItem({}, metaXml(key, value));
    assert.equal(post.state, "DRAFT");
    assert.match(notices[0]?.reason ?? "", /does not show it to everybody/);
  });
}

test("a post that a plugin shows to everybody is public", async () => {
  const open: [string, string][] = [
    ["_jetpack_newsletter_access", "everybody"],
    ["_jetpack_newsletter_access", ""],
    ["_wpmem_block", "0"],
    ["patreon-level", "0"],
    ["rcp_user_level", "All"],
    ["um_content_restriction", 'a:2:{s:26:"_um_custom_access_settings";s:0:"";s:14:"_um_accessible";s:1:"2";}'],
    ["um_content_restriction", 'a:2:{s:26:"_um_custom_access_settings";b:1;s:14:"_um_accessible";s:1:"1";}'],
  ];
  for (const [key, value] of open) assert.equal((await readItem({}, metaXml(key, value))).post.state, "PUBLISHED", key);
});

// Pages as a reader sees them, with the painter off.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { PostBySlugQuery, PostLineFragment, PostPageFragment } from "../src/__generated__/graphql.js";
import { displayWidth } from "../src/display-width.js";
import { formatPost } from "../src/post.format.js";
import { formatCategoryPage, formatSitePage } from "../src/post-list.format.js";
import { paintNothing } from "../src/terminal.js";

const terminal = { columns: 40, paint: paintNothing };

function postLine(overrides: Partial<PostLineFragment> = {}): PostLineFragment {
  return {
    slug: "tcpdump-filters",
    title: "tcpdump 过滤器",
    status: "PUBLISHED",
    publishedAt: "2023-06-01T12:00:00.000Z",
    author: { name: "林珂" },
    categories: [{ slugPath: "linux/network" }],
    ...overrides,
  };
}

function page(nodes: PostLineFragment[], endCursor: string | null = null): PostPageFragment {
  const hasNextPage = endCursor !== null;
  return { totalCount: nodes.length + (hasNextPage ? 1 : 0), nodes, pageInfo: { hasNextPage, endCursor } };
}

function post(overrides: Partial<NonNullable<PostBySlugQuery["post"]>> = {}): NonNullable<PostBySlugQuery["post"]> {
  return {
    slug: "a",
    title: "标题",
    status: "PUBLISHED",
    publishedAt: "2023-06-01T12:00:00.000Z",
    author: { name: "林珂" },
    categories: [],
    tags: [],
    body: { text: "正文。", wordCount: 1234, readingTimeMinutes: 5, tableOfContents: [] },
    seriesEntry: null,
    adjacent: { previous: null, next: null },
    ...overrides,
  };
}

test("lines up the category tree whatever the width of its names", () => {
  const site = { title: "回环地址", description: null };
  const nodes = [
    { slugPath: "linux", name: "Linux", postCount: 12 },
    { slugPath: "linux/network", name: "网络", postCount: 5 },
  ];
  const text = formatSitePage({ site, categories: { totalCount: 2, nodes }, posts: page([]) }, terminal);
  assert.equal(text, "回环地址\n\nCategories\n  Linux   12  linux\n    网络   5  linux/network\n\nPosts (0)");
});

test("leaves the categories out of further pages", () => {
  const text = formatSitePage({ site: { title: "回环地址", description: "笔记" }, posts: page([]) }, terminal);
  assert.equal(text, "回环地址\n笔记\n\nPosts (0)");
});

test("lists a post by date and title, with what names it below", () => {
  const category = {
    name: "网络",
    slugPath: "linux/network",
    description: null,
    ancestors: [{ name: "Linux" }],
    children: [],
  };
  const text = formatCategoryPage({ ...category, posts: page([postLine()]) }, terminal);
  assert.deepEqual(text.split("\n"), [
    "Linux › 网络",
    "",
    "Posts (1)",
    "2023-06-01  tcpdump 过滤器",
    "            tcpdump-filters",
    "            linux/network · 林珂",
  ]);
});

test("ends a page with the way to the next one", () => {
  const text = formatSitePage(
    { site: { title: "x", description: null }, posts: page([postLine()], "cUrSoR") },
    terminal,
  );
  assert.match(text, /Posts \(1 of 2\)/);
  assert.ok(text.endsWith("--after cUrSoR"));
});

test("marks a post that is not published yet", () => {
  const posts = page([postLine({ status: "DRAFT", publishedAt: null })]);
  const text = formatSitePage({ site: { title: "x", description: null }, posts }, { ...terminal, columns: 60 });
  assert.match(text, /\n {12}tcpdump 过滤器 \[draft\]\n/);
});

test("shows a bare post as title, facts and text", () => {
  const rule = "-".repeat(40);
  assert.equal(
    formatPost(post(), terminal),
    `标题\n林珂 · 2023-06-01 · 1,234 words, 5 min\n\n${rule}\n\n正文。\n\n${rule}`,
  );
});

test("shows categories, tags, contents, series and neighbours of a post that has them", () => {
  const other = { slug: "b", title: "下一篇" };
  const text = formatPost(
    post({
      categories: [{ name: "网络", ancestors: [{ name: "Linux" }] }],
      tags: [{ name: "云平台" }, { name: "TLA plus" }],
      body: {
        ...post().body,
        tableOfContents: [
          { level: 2, text: "一" },
          { level: 3, text: "二" },
        ],
      },
      seriesEntry: { position: 1, total: 2, series: { title: "指南" }, previous: null, next: other },
      adjacent: { previous: { slug: "c", title: "上一篇" }, next: other },
    }),
    terminal,
  );
  for (const part of [
    "In Linux › 网络\n#云平台 #TLA-plus",
    "Contents\n  一\n    二\n",
    "Part 1 of 2 of 指南\n  → 下一篇\n    b\n",
    "Around it\n  ← 上一篇\n    c\n  → 下一篇\n    b",
  ]) {
    assert.ok(text.includes(part), `${part}\n--- is not in ---\n${text}`);
  }
});

test("keeps every line within the terminal", () => {
  const long = "写给 OpenStacker 的 ZStack 指南（二）：从 APICreateVmInstanceMsg 到 libvirt，".repeat(4);
  const name = { slug: "写给-openstacker-的-zstack-指南-二".repeat(3), title: long };
  const text = formatPost(
    post({
      title: long,
      tags: Array.from({ length: 20 }, () => ({ name: "云平台" })),
      body: { ...post().body, text: long.repeat(5), tableOfContents: [{ level: 6, text: long }] },
      adjacent: { previous: name, next: null },
    }),
    terminal,
  );
  for (const line of text.split("\n")) assert.ok(displayWidth(line) <= 40, line);
});

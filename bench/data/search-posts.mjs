// Posts of a large site for measuring the search, as events of an import: Markdown of a given length, made of the clauses of a folder of
// Markdown. The words of the folder follow Zipf's law already; made-up names add the long tail that a large site has. Most of a post
// comes from three posts of the folder, so that words that belong together occur together. The same seed gives the same posts.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createRandom } from "./vocabulary.mjs";

const NAMES = 100_000;
const CATEGORIES = 40;
const TAGS = 1_000;
const TOPICS = 3;
const FIRST_DAY = Date.UTC(2014, 0, 1);
const YEARS = 10;
const BATCH = 100;
const SYLLABLES = "ka re to mi sol ven dar qui nex pod lum bra ter fi os gra hy zen al ip cor da vu et ron sta".split(
  " ",
);

/** Yields batches of events for `count` posts of about `length` characters. */
export async function* searchPosts({ folder, count, length }) {
  const sources = readSources(folder);
  for (let number = 0; number < count; number += BATCH) {
    const size = Math.min(BATCH, count - number);
    const posts = Array.from({ length: size }, (_, index) => makePost(sources, number + index, { count, length }));
    yield [...posts.map((post) => ({ kind: "post", post })), { kind: "progress", done: number + size, total: count }];
  }
}

/** The clauses of each post, and its code apart, which is put into posts as a whole. */
function readSources(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".md"));
  const sources = files.sort().map((file) => {
    const text = readFileSync(join(folder, file), "utf8").replace(/^(---|\+\+\+)[\s\S]*?\n\1\n/, "");
    const code = text.match(/^```[^\n]*\n[\s\S]*?\n```$/gm) ?? [];
    const prose = text.replace(/^```[\s\S]*?^```/gm, "").replace(/[<>[\]#*|_`]|https?:\S+/g, " ");
    const clauses = prose
      .split(/(?<=[。！？；])|\n+|(?<=[a-z]\. )/)
      .map((clause) => clause.trim())
      .filter((clause) => clause.length > 5 && clause.length < 300);
    return { clauses, code: code.filter((block) => block.length < 800) };
  });
  return sources.filter(({ clauses }) => clauses.length >= 10);
}

function makePost(sources, number, { count, length }) {
  const random = createRandom(number + 1);
  random();
  const pick = (list) => list[Math.floor(random() * list.length)];
  /** By Zipf's law with the exponent 1, roughly. */
  const rank = (size) => Math.floor(size ** random()) - 1;
  const name = () => nameOf(rank(NAMES));
  const topics = Array.from({ length: TOPICS }, () => pick(sources));
  const clause = () => pick((random() < 0.75 ? pick(topics) : pick(sources)).clauses);
  const short = () => Array.from(clause()).slice(0, 30).join("");
  const parts = [];
  let written = 0;
  const add = (part) => {
    written += part.length;
    parts.push(part);
  };
  while (written < length) {
    const kind = random();
    const code = pick(topics).code;
    if (kind < 0.08) add(`## ${short()}`);
    else if (kind < 0.16 && code.length > 0) add(pick(code));
    else if (kind < 0.2) add(`[${short().replace(/[[\]()]/g, " ")}](/posts/p${rank(count)})`);
    else add(Array.from({ length: 3 }, () => clause() + (random() < 0.3 ? ` ${name()} ` : "")).join(""));
  }
  const at = new Date(FIRST_DAY + ((number * 7_919) % count) * ((YEARS * 365 * 86_400_000) / count));
  const term = (kind, index) => ({ slug: `${kind}-${index}`, name: `${nameOf(index)} ${kind}` });
  return {
    key: `p${number}`,
    slug: `p${number}`,
    title: `${short()} ${random() < 0.5 ? name() : ""}`.trim(),
    source: parts.join("\n\n"),
    format: "MARKDOWN",
    excerpt: null,
    state: "PUBLISHED",
    publishedAt: at,
    createdAt: at,
    updatedAt: at,
    locale: null,
    author: null,
    coAuthors: [],
    categories: [[term("category", rank(CATEGORIES))]],
    tags: [...new Set([rank(TAGS), rank(TAGS)])].map((index) => term("tag", index)),
    series: null,
    cover: null,
    seo: { title: null, description: null, canonicalUrl: null, noIndex: false },
    formerPaths: [],
  };
}

/** A word of two to four syllables for each number. */
function nameOf(number) {
  const random = createRandom(number + 77_777);
  random();
  return Array.from(
    { length: 2 + Math.floor(random() * 3) },
    () => SYLLABLES[Math.floor(random() * SYLLABLES.length)],
  ).join("");
}

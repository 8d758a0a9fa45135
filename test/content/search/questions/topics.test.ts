// What tells posts apart that hold much of a query: a topic, which many titles name, the words in the form that was typed, a dashed name, and
// the order of words that nearly all posts hold.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { AS_TYPED, decodeReading, encodeReading } from "../../../../src/content/search/reading/query-reading.js";
import { type Executor, startExecutor } from "../../../support/execute.js";
import { Factories } from "../../../support/factories.js";
import { foundSlugs } from "../../../support/found-slugs.js";

let executor: Executor;
let factories: Factories;
before(async () => {
  executor = await startExecutor();
  factories = new Factories(executor.dataSource);
});
after(() => executor.close());

const find = (query: string, first = 10): Promise<string[]> => foundSlugs(executor, query, first);
const numbered = (count: number, slug: string, title: string, source: string) =>
  factories.posts(
    Array.from({ length: count }, (_, index) => ({ slug: `${slug}-${index}`, title: `${title} ${index}`, source })),
  );

it("ranks posts that hold a topic above a title that holds everything else", async () => {
  await numbered(6, "zonal", "Zonal notes", "On the team.");
  await factories.posts([
    { slug: "other", title: "关于 Marlin 的变化检测", source: "变化检测的一切。" },
    { slug: "both", title: "Zonal 的更新", source: "检测到节点的变化之后更新，再检测一次。" },
    { slug: "in-title", title: "Zonal 入门", source: "第二步写在后面。" },
    { slug: "in-text", title: "第二步以后", source: "第二步写在后面，与 Zonal 一起。" },
  ]);
  assert.equal((await find("Zonal 变化检测"))[0], "both");
  assert.equal((await find("Marlin 变化检测"))[0], "other", "a word of one title is no topic");
  assert.equal((await find("Zonal 写在后面"))[0], "in-title");
});

it("carries topics in the cursor, so that pages fit together when a word becomes a topic", async () => {
  const reading = {
    hyphensAreText: true,
    corrections: [{ typed: "a", corrected: "b", isWritten: false }],
    topics: ["go"],
  };
  assert.deepEqual(decodeReading(encodeReading(reading)), reading);
  assert.deepEqual(decodeReading(encodeReading({ ...AS_TYPED, topics: ["go", "c"] })), {
    ...AS_TYPED,
    topics: ["go", "c"],
  });
  assert.equal(decodeReading('[false,"two words"]'), null);
});

it("ranks a post that holds Korean words with the particles that were typed first", async () => {
  await factories.posts([
    { slug: "bare", title: "프록시 이야기", source: "모듈 하나, 그리고 다른 하나와 모듈." },
    { slug: "typed", title: "책 이야기", source: "하나가 있고 모듈로 이어지는 프록시." },
  ]);
  assert.equal((await find("하나가 모듈로 프록시"))[0], "typed");
});

it("ranks a post that holds a dashed name as it was typed above posts with its words", async () => {
  await numbered(8, "sizes", "Size fits all", "Each size fits all of them.");
  await factories.post({ slug: "dashed", title: "Hats", source: "There is a one-size-fits-all hat." });
  assert.equal((await find("size-fits-all"))[0], "dashed");
});

it("finds a piece of a text in which a word stands among fillers, though more posts hold the words than are ranked", async () => {
  await numbered(130, "quokka", "The quokka", "For us the quokka is so small that we can see it, and so are you.");
  await factories.post({ slug: "piece", title: "Marsupials", source: "Tell us quokka so we can go." });
  assert.equal((await find("us quokka so we can"))[0], "piece");
});

it("knows the words around what is looked for in a question", async () => {
  await factories.posts([
    { slug: "index", title: "Gherkin index", source: "About it." },
    { slug: "git", title: "Find gherkin", source: "Find where the gherkin works, so slow. An index of them." },
  ]);
  const questions = ["where can I find gherkin index", "how does gherkin index work", "why is gherkin index so slow"];
  for (const question of questions) assert.equal((await find(question))[0], "index", question);
});

it("ranks a brief post above a long one that holds the same words among thousands of others", async () => {
  const others = Array.from({ length: 3_000 }, (_, index) => `w${index}x`).join(" ");
  await factories.posts([
    { slug: "brief", title: "One", source: "A kumquat under the lantern.", publishedAt: "2015-01-01T00:00:00.000Z" },
    { slug: "long", title: "Two", source: `A kumquat under the lantern. ${others}` },
  ]);
  assert.deepEqual(await find("lantern kumquat", 2), ["brief", "long"]);
});

// Properties of the tokeniser, the query plan and the highlighter: whatever is written in a text is found by a piece of it.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import fc from "fast-check";
import { findMatches, highlightTerms } from "../../../src/content/search/highlight.js";
import { fold, foldWithOffsets } from "../../../src/content/search/index/fold.js";
import { vectorsOf } from "../../../src/content/search/index/search-document.js";
import { tokenise } from "../../../src/content/search/index/tokens.js";
import { planQuery } from "../../../src/content/search/query/query-plan.js";
import { readPropertyRuns } from "../../support/environment.js";
import { type Executor, startExecutor } from "../../support/execute.js";

let executor: Executor;
before(async () => {
  executor = await startExecutor();
});
after(() => executor.close());

const lexemesOf = (text: string): string[] => {
  const lexemes: string[] = [];
  tokenise(text, (lexeme, position) => lexemes.push(`${lexeme}:${position}`));
  return lexemes;
};

it("splits scripts without spaces into pairs of characters, and words into their parts", () => {
  assert.deepEqual(lexemesOf("在Linux系统"), ["在:1", "linux:2", "系统:3", "统:4"]);
  assert.deepEqual(
    new Set(lexemesOf("kernel-3.10.0")),
    new Set("kernel-3.10.0:1 kernel:1 3.10.0:2 3:2 10:3 0:4".split(" ")),
  );
  assert.ok(lexemesOf("getUserById").includes("user:1"));
  assert.ok(lexemesOf("TLA+ C++").includes("c++:2"));
  assert.ok(lexemesOf("on .NET").includes(".net:2"));
  assert.ok(lexemesOf("running").includes("run:1"));
});

it("folds width, case, accents and traditional characters", () => {
  assert.equal(fold("ＶＸＬＡＮ 網路 Café ﾈｯﾄﾜｰｸ"), "vxlan 网路 cafe ネットワーク");
  assert.equal(fold("ガ"), "ガ");
});

const letters = fc.string({
  unit: fc.constantFrom(..."虚拟机容错网络のネットが한글탐색aBcé9._-'+# 。，é🚀ﾞｶ臺灣ßΣς", "e\u0301"),
  maxLength: 40,
});

it("folds folded text to itself, with offsets that lie within the original", () => {
  fc.assert(
    fc.property(letters, (text) => {
      assert.equal(fold(fold(text)), fold(text));
      const { text: folded, startOf, endOf } = foldWithOffsets(text);
      for (let at = 0; at < folded.length; at += 1)
        assert.ok(startOf(at) < endOf(at + 1) && endOf(at + 1) <= text.length);
    }),
    readPropertyRuns(),
  );
});

const matches = async (text: string, expression: string, title = ""): Promise<boolean> => {
  const { documentVector } = vectorsOf({ title, terms: [], seriesAndAuthors: [], headings: [], text, imageTexts: [] });
  const [row] = await executor.dataSource.query("select $1::tsvector @@ $2::tsquery as found", [
    documentVector,
    expression,
  ]);
  return row.found;
};

it("finds every substring of at least two characters of a run without spaces", async () => {
  const run = fc.array(fc.constantFrom(..."虚拟机容错网络のネ한글"), { minLength: 2, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(run, fc.nat(), fc.nat(), async (characters, a, b) => {
      const start = a % (characters.length - 1);
      const end = start + 2 + (b % (characters.length - start - 1));
      const [phrase] = planQuery(characters.slice(start, end).join("")).phrases;
      assert.ok(await matches(`x ${characters.join("")}。y`, phrase ?? ""));
    }),
    { numRuns: 60, ...readPropertyRuns() },
  );
});

it("finds every substring of a title, also if it begins or ends within a word", async () => {
  const run = fc.constantFrom(
    "虚拟机",
    "网",
    "Chaos",
    "K8s",
    "kube-apiserver",
    "TiDB",
    "getUserById",
    "3.10.0",
    "内存",
  );
  const joint = fc.constantFrom(" ", "", "，", " - ");
  const title = fc
    .array(fc.tuple(run, joint), { minLength: 2, maxLength: 6 })
    .map((parts) => parts.flat().join("").trim());
  await fc.assert(
    fc.asyncProperty(title, fc.nat(), fc.nat(), async (text, a, b) => {
      const characters = Array.from(text);
      const start = a % (characters.length - 1);
      const query = characters.slice(start, start + 2 + (b % (characters.length - start - 1))).join("");
      const { fullPhrase } = planQuery(query);
      if (fullPhrase !== null) assert.ok(await matches("", fullPhrase, text), `${query} of ${text} by ${fullPhrase}`);
    }),
    { numRuns: 100, ...readPropertyRuns() },
  );
});

it("finds a quoted substring of mixed text in that text", async () => {
  const text = "在 Linux 系统中用kube-apiserver的getUserById读 3.10.0 版本，C++ 很快。";
  for (const piece of ["Linux 系统中用kube-apiserver", "kube-apiserver的getUserById读 3.10.0", "版本，C++", "中"]) {
    assert.ok(await matches(text, planQuery(`"${piece}"`).phrases[0] ?? ""), piece);
  }
});

it("makes tsqueries and vectors that PostgreSQL accepts, whatever the query and the text", async () => {
  const anything = fc.oneof(
    letters,
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.string({ unit: fc.constantFrom(..."'\\:*&|!<>()\"- ab网"), maxLength: 40 }),
  );
  await fc.assert(
    fc.asyncProperty(anything, anything, async (query, text) => {
      const plan = planQuery(query);
      for (const expression of [
        ...plan.requiredWords,
        ...plan.unorderedWords,
        ...plan.phrases,
        ...plan.excludedPhrases,
        ...plan.terms.map((term) => term.tsquery),
      ]) {
        await matches(text.toWellFormed(), expression);
      }
    }),
    { numRuns: 60, ...readPropertyRuns() },
  );
});

it("highlights ranges that lie within the text, in order", () => {
  fc.assert(
    fc.property(letters, letters, (query, text) => {
      let last = 0;
      for (const { start, end } of findMatches(
        text,
        highlightTerms(query, () => 1),
      )) {
        assert.ok(start >= last && end > start && end <= text.length);
        last = start;
      }
    }),
    readPropertyRuns(),
  );
});

// What the index promises of any text: whatever is written is found by what a person would type of it.
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

it("cuts scripts without spaces into pairs, and words into their parts", () => {
  assert.deepEqual(lexemesOf("在Linux系统"), ["在:1", "linux:2", "linux:2", "系统:3", "统:4"]);
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

it("folds what is folded to itself, by pieces as well as whole", () => {
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
  const { doc } = vectorsOf({ postId: "", title, terms: [], headings: [], text });
  const [row] = await executor.dataSource.query("select $1::tsvector @@ $2::tsquery as found", [doc, expression]);
  return row.found;
};

it("finds every piece of two and more characters of a text without spaces", async () => {
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

it("finds every piece of a title, cut through words as well", async () => {
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
      const { piece } = planQuery(query);
      if (piece !== null) assert.ok(await matches("", piece, text), `${query} of ${text} by ${piece}`);
    }),
    { numRuns: 100, ...readPropertyRuns() },
  );
});

it("finds a quoted piece of mixed text in that text", async () => {
  const text = "在 Linux 系统中用kube-apiserver的getUserById读 3.10.0 版本，C++ 很快。";
  for (const piece of ["Linux 系统中用kube-apiserver", "kube-apiserver的getUserById读 3.10.0", "版本，C++", "中"]) {
    assert.ok(await matches(text, planQuery(`"${piece}"`).phrases[0] ?? ""), piece);
  }
});

it("gives PostgreSQL nothing that it would not take, whatever the query or the text", async () => {
  const anything = fc.oneof(
    letters,
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.string({ unit: fc.constantFrom(..."'\\:*&|!<>()\"- ab网"), maxLength: 40 }),
  );
  await fc.assert(
    fc.asyncProperty(anything, anything, async (query, text) => {
      const plan = planQuery(query);
      for (const expression of [
        ...plan.words,
        ...plan.phrases,
        ...plan.excluded,
        ...plan.units.map((unit) => unit.tsquery),
      ]) {
        await matches(text.toWellFormed(), expression);
      }
    }),
    { numRuns: 60, ...readPropertyRuns() },
  );
});

it("marks only what stands in the text", () => {
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

// The database reads the binary form of a vector as it would read the text form.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import { eachRun, runsOf } from "../../../src/content/search/index/script-runs.js";
import { VectorBuilder, type Weight } from "../../../src/content/search/index/vector-builder.js";
import { type Executor, startExecutor } from "../../support/execute.js";

let executor: Executor;
before(async () => {
  executor = await startExecutor();
});
after(() => executor.close());

const storedForm = async (builder: VectorBuilder): Promise<string> => {
  const [row] = await executor.dataSource.query("select $1::tsvector::text as vector", [builder.toBuffer()]);
  return row.vector;
};

const quoted = (lexeme: string): string => `'${lexeme.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;

const lexeme = fc.string({
  unit: fc.constantFrom(..."aZ0'\\.-+é中文字ネ한ไ🚀𠮷=~^"),
  minLength: 1,
  maxLength: 5,
});
const weight = fc.constantFrom<Weight>("A", "B", "C");

describe("A search vector", () => {
  it("a vector has each lexeme with the positions and weights that were added", async () => {
    const additions = fc.array(fc.tuple(lexeme, weight, fc.nat(3)), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(additions, async (list) => {
        const builder = new VectorBuilder();
        const expected: string[] = [];
        let position = 1;
        for (const [text, letter, step] of list) {
          position += step + 1;
          builder.add(text, position, letter);
          // The same lexeme at the same position is stored once.
          builder.add(text, position, letter);
          expected.push(`${quoted(text)}:${position}${letter}`);
        }
        const [row] = await executor.dataSource.query("select $1::text::tsvector::text as vector", [
          expected.join(" "),
        ]);
        assert.equal(await storedForm(builder), row.vector);
      }),
      { numRuns: 60 },
    );
  });

  it("a vector without lexemes is empty", async () => {
    assert.equal(await storedForm(new VectorBuilder()), "");
  });

  it("a lexeme keeps 255 positions, and none behind the last possible one", async () => {
    const builder = new VectorBuilder();
    for (let position = 1; position <= 300; position += 1) builder.add("often", position, "C");
    assert.ok(builder.isClipped);
    assert.equal((await storedForm(builder)).split(",").length, 255);
    const far = new VectorBuilder();
    far.add("far", 20_000, "A");
    far.add("far", 20_001, "A");
    assert.ok(far.isClipped);
    assert.equal(await storedForm(far), "'far'");
    far.add("near", 16_383, "C");
    far.add("near", 16_384, "C");
    assert.equal(await storedForm(far), "'far' 'near':16383C");
  });

  it("a vector never exceeds what the database stores", async () => {
    const builder = new VectorBuilder();
    for (let number = 0; number < 200_000; number += 1) builder.add(`lexeme${number}`, 1, "C");
    assert.ok(builder.isClipped);
    assert.ok((await storedForm(builder)).length > 1_000_000);
  });

  it("lexemes that no text of the database contains are left out", async () => {
    const builder = new VectorBuilder();
    builder.add("=a\0b", 1, "C");
    builder.add("=a\ud800b", 2, "C");
    builder.add("", 3, "C");
    assert.equal(await storedForm(builder), "");
  });
});

describe("Runs of a text", () => {
  const text = fc.string({
    unit: fc.constantFrom(
      ..."abZ09 ..,-_'’+#中文字ネ한ไé🚀𠮷。\n",
      "e\u0301",
      "\u0301",
      "\ud842",
      ".net",
      "C++",
      "a.b",
    ),
    maxLength: 40,
  });

  it("runs that are found by units are those of the regular expression", () => {
    fc.assert(
      fc.property(text, (written) => {
        const found: string[] = [];
        eachRun(written, {
          onPairs: (start, end) => found.push(written.slice(start, end)),
          onWord: (word) => found.push(word),
          onRun: ({ start, end }) => found.push(written.slice(start, end)),
        });
        assert.deepEqual(
          found,
          [...runsOf(written)].map(({ start, end }) => written.slice(start, end)),
        );
      }),
      { numRuns: 3_000 },
    );
  });
});

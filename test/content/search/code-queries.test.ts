// Queries that are pasted from a terminal or an editor: the post that holds them as they were typed ranks first, and a hyphen excludes a
// word only where a reader means that.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { tokenise } from "../../../src/content/search/index/tokens.js";
import { parseQuery } from "../../../src/content/search/query/query-words.js";
import { type Executor, startExecutor } from "../../support/execute.js";
import { Factories } from "../../support/factories.js";
import { foundSlugs } from "../../support/found-slugs.js";

let executor: Executor;
let factories: Factories;
before(async () => {
  executor = await startExecutor();
  factories = new Factories(executor.dataSource);
  await factories.posts(
    Array.from({ length: 160 }, (_, index) => ({
      slug: `secure-${index}`,
      title: `Secure and remove framework ${index}`,
      source:
        "docker run removes a secure framework; set the path of main to foo or bar on error. rm is a command to mind.",
    })),
  );
});
after(() => executor.close());

const find = (query: string, first?: number): Promise<string[]> => foundSlugs(executor, query, first);

const write = (slug: string, source: string, title = "Notes") => factories.post({ slug, title, source });
const code = (...lines: string[]) => `Text.\n\n\`\`\`\n${lines.join("\n")}\n\`\`\`\n`;

it("reads a word after a hyphen as an option where the query has other signs of code", () => {
  const excluded = (query: string) => parseQuery(query).excluded.map((runs) => runs.map(({ text }) => text).join(" "));
  for (const query of [
    "find / -inum 788000 -ls",
    "find . -name '*.md'",
    "tar -xvf backup.tar.gz",
    "curl -sSL https://example.org",
    "docker run -itd -p 80:80 nginx",
    "cargo test -Zbuild-dir-new-layout --quiet",
    "mysql -utest -p1234",
    "ps -aux | grep nginx",
    "gcc -lpthread main.c",
    "docker run -it",
  ])
    assert.deepEqual(excluded(query), [], query);
  assert.deepEqual(excluded("死锁 -MySQL"), ["MySQL"]);
  assert.deepEqual(excluded("-MySQL 死锁"), ["MySQL"]);
  assert.deepEqual(excluded("apple -fruit -juice"), ["fruit", "juice"]);
  assert.deepEqual(excluded("Ubuntu 22.04 -snap"), ["snap"]);
  assert.deepEqual(excluded("Node.js -express"), ["express"]);
  assert.deepEqual(excluded("Functions (in Octave) -else"), ["else"]);
  for (const query of ["C++ -boost", "don't use mysql -boost", "F# -boost"])
    assert.deepEqual(excluded(query), ["boost"], query);
});

it("finds pasted commands with options of several letters", async () => {
  await write("inode", code("find / -inum 788000 -ls"));
  await write("untar", code("tar -xvf backup.tar.gz"));
  await write("markdown", code("find . -name '*.md'"));
  await write("layout", code("cargo test -Zbuild-dir-new-layout"));
  for (const [query, slug] of [
    ["find / -inum 788000 -ls", "inode"],
    ["$ tar -xvf backup.tar.gz", "untar"],
    ["find . -name '*.md'", "markdown"],
    ["cargo test -Zbuild-dir-new-layout", "layout"],
  ] as const)
    assert.equal((await find(query))[0], slug, query);
});

it("reads a word after a hyphen as an option where a public post holds it as one, whatever hidden posts hold", async () => {
  await write("runtime", "The runtime of java, its version and its zebra.");
  assert.ok(!(await find("java -zebra")).includes("runtime"));
  await factories.post({
    slug: "hidden",
    title: "Hidden",
    source: code("java -zebra"),
    state: "DRAFT",
    publishedAt: null,
  });
  assert.ok(!(await find("java -zebra")).includes("runtime"));
  await write("option", code("java -version"));
  assert.deepEqual((await find("java -version")).slice(0, 2), ["option", "runtime"]);
  await write("longer", code("python -u -mjson.tool"));
  assert.deepEqual(await find("python -mjson"), ["longer"]);
});

it("ranks posts that hold an option, a variable or a mention above those that hold the word", async () => {
  await write("o-secure", code("server --secure"));
  await write("o-framework", "Pass `--framework` to the tool.");
  await write("o-rm", code("docker run --rm alpine"));
  await write("v-main", code("echo $MAIN"));
  await write("m-main", "Written by @main and others.");
  await write("d-main", code("#main directive"));
  for (const [query, slug] of [
    ["--secure", "o-secure"],
    ["--framework", "o-framework"],
    ["--frame", "o-framework"],
    ["docker --rm", "o-rm"],
    ["$MAIN", "v-main"],
    ["@main", "m-main"],
    ["#main", "d-main"],
  ] as const)
    assert.equal((await find(query))[0], slug, query);
});

it("ranks posts that hold code as it was typed above titles with its words", async () => {
  await write("path", "It lies in `/foo/bar` on the server.");
  await write("scope", code("use foo::bar;"));
  await write("snake", code("let foo_bar = 1;"));
  await write("call", code("foo.bar(error);"));
  await write("words", "The foo and the bar.", "Foo bar, bar foo: error");
  for (const [query, slug] of [
    ["/foo/bar", "path"],
    ["foo::bar", "scope"],
    ["foo_bar", "snake"],
    ["FOO.bar(error);", "call"],
    ["foo bar", "words"],
  ] as const)
    assert.equal((await find(query))[0], slug, query);
});

it("takes percent signs, underscores and backslashes of a query literally", async () => {
  await write("percent", code("printf 100%d_x\\n"));
  await write("other", code("printf 100 d x n"));
  assert.equal((await find("printf 100%d_x\\n"))[0], "percent");
});

it("pages through a query of code without gaps or repetitions", async () => {
  const document = `query ($after: String) { search(query: "docker --rm", first: 30, after: $after) {
    nodes { slug } pageInfo { hasNextPage endCursor } totalCount } }`;
  interface Page {
    nodes: { slug: string }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
    totalCount: number;
  }
  const walked: string[] = [];
  let after: string | null = null;
  let total = 0;
  do {
    const { search }: { search: Page } = await executor.read(null, document, { after });
    walked.push(...search.nodes.map(({ slug }) => slug));
    after = search.pageInfo.hasNextPage ? search.pageInfo.endCursor : null;
    total = search.totalCount;
  } while (after !== null);
  assert.equal(new Set(walked).size, walked.length);
  assert.equal(walked.length, total);
  assert.equal(walked[0], "o-rm");
});

it("indexes names with their marks beside the plain words", () => {
  const marked = (text: string): string[] => {
    const lexemes: string[] = [];
    tokenise(text, (lexeme) => lexemes.push(lexeme));
    return lexemes.filter((lexeme) => /^[-$@#]/.test(lexeme));
  };
  assert.deepEqual(marked("a -name --no-cache $PATH %{HOME} @media #include 使用--rm参数".replace("%", "$")), [
    "-name",
    "--no-cache",
    "$path",
    "$home",
    "@media",
    "#include",
    "--rm",
  ]);
  assert.deepEqual(marked("a-name a--name ---name me@example.org US$5 C# 范围-foo a#b"), []);
});

it("ranks a post that holds parts of code as they were typed above one with their words in that order", async () => {
  await factories.posts([
    { slug: "as-typed", title: "Sockets", source: "Call `srv.listen(9090)` first, and `srv.close()` at the end." },
    { slug: "as-words", title: "Networking", source: "srv listen 9090 srv close, srv listen 9090 srv close." },
  ]);
  assert.equal((await foundSlugs(executor, "srv.listen(9090) srv.close()"))[0], "as-typed");
});

it("finds the words of a name as one name in a long post only where they are one", async () => {
  const long = Array.from({ length: 16_500 }, (_, index) => `w${index % 200}x`).join(" ");
  await factories.posts([
    { slug: "long-apart", title: "Camel or not", source: `${long} The dromedary hump, and a dromedary saddle.` },
    { slug: "name", title: "Long ago", source: "const bigDromedaryHump = 1;" },
  ]);
  assert.deepEqual(await find("DromedaryHump"), ["name"]);
  assert.deepEqual(await find("DromedarySaddle"), ["long-apart"], "nothing else holds the words");
});

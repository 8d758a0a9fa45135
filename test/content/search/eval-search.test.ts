// The evaluation script (`npm run eval:search`): it uses only queries with one right result, prints the quality per kind of query, and
// fails if the quality is below the given limits.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, it } from "node:test";
import { fileURLToPath } from "node:url";
import { withFolder } from "../../intake/importers/markdown/temporary-folder.js";
import { createScratchDatabase, type ScratchDatabase } from "../../support/database.js";
import { environmentWith } from "../../support/environment.js";

const SCRIPT = fileURLToPath(new URL("../../../../bench/eval-search.mjs", import.meta.url));
let scratch: ScratchDatabase;
before(async () => {
  scratch = await createScratchDatabase();
});
after(() => scratch.drop());

const post = (title: string, text: string, date = "date: 2024-05-01\n") =>
  `---\ntitle: "${title}"\n${date}tags: [随笔]\n---\n\n${text}\n`;
const FOLDER = {
  "posts/kernel.md": post(
    "编译 Linux 内核的步骤",
    "## 下载源代码\n\n先用 curl 取得压缩包，再检查它的签名，然后用 make menuconfig 选择需要的模块。\n\n## 安装新内核\n\n最后修改引导程序的配置，重新启动机器。",
  ),
  "posts/pool.md": post(
    "数据库连接池应该多大",
    "连接不是越多越好，PostgreSQL 每个会话都要占用内存，Tomcat 的默认值往往偏大，压力测试才知道答案，在 Kubernetes 里也一样。",
  ),
  "posts/tea.md": post("周末学做抹茶蛋糕", "面粉过筛之后加入抹茶，烤箱预热到一百七十度，二十五分钟后取出冷却。"),
  "posts/containers.md": post(
    "用 Kubernetes 管理 Docker 容器",
    "下面的命令清理 Kubernetes 的节点：\n\n```sh\ndocker image prune --filter until=24h\nkubectl drain node7 --ignore-daemonsets\n```\n\n完成之后 Docker 会报告释放的空间。",
  ),
  // Without a date, and so a draft; of one long line.
  "posts/undated.md": post("没有日期的旧笔记", "从前的文章没有写下日期，整理硬盘的时候才发现。".repeat(30), ""),
  // Two of a series: what they share asks for neither.
  "posts/weekly-1.md": post("每周分享第一期", "本期的内容来自读者的推荐。"),
  "posts/weekly-2.md": post("每周分享第二期", "本期的内容来自读者的推荐。"),
};

function evaluate(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const { DATABASE_URL, PATH } = environmentWith({ toolsIn: "", databaseUrl: scratch.url });
  return new Promise((resolve) => {
    execFile(process.execPath, [SCRIPT, ...args], { env: { DATABASE_URL, PATH } }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
    );
  });
}

/** The numbers of each kind that was asked. */
function rowsOf(stdout: string): Map<string, number[]> {
  const row = /^(\S.*?) +(\d+) +(\d\.\d{3}) +(\d\.\d{3}) +(\d\.\d{3}) +(\d+) +(\d+) +[\d.]+ +[\d.]+$/gm;
  return new Map([...stdout.matchAll(row)].map(([, kind = "", ...cells]) => [kind, cells.map(Number)]));
}

it("prints a row for each kind of query, and leaves out queries that several posts satisfy", async () => {
  const kinds = ["--kinds", "title fragment,body phrase,tag"];
  await withFolder(FOLDER, async (folder) => {
    const { code, stdout, stderr } = await evaluate(
      folder,
      "10",
      ...kinds,
      "--least-mean",
      "0.9",
      "--least-kind",
      "0.8",
    );
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /^7 posts$/m);
    assert.match(stdout, /^kind +queries +MRR@10 +R@1 +R@10 +empty +unclear +p50 ms +p95 ms$/m);
    const rows = rowsOf(stdout);
    for (const kind of ["title fragment", "body phrase", "tag (any post that has it)"])
      assert.ok(rows.has(kind), stdout);
    const [queries = 0, , , , empty, unclear = 0] = rows.get("body phrase") ?? [];
    assert.deepEqual([queries + unclear >= 5, unclear > 0, empty], [true, true, 0], stdout);
    assert.match(stdout, /^mean MRR@10 (1\.0000|0\.9\d{3})$/m);
  });
});

it("asks questions, commands and misspelt words, also of a database that it filled before, and prints what was missed", async () => {
  await withFolder(FOLDER, async (folder) => {
    const filledOnce = await createScratchDatabase();
    const database = new URL(filledOnce.url).pathname.slice(1);
    const kinds = ["--kinds", "question,command,typo,title prefix"];
    try {
      const filled = await evaluate(folder, "5", "--database", database, ...kinds, "--examples", "0");
      assert.equal(filled.code, 0, filled.stderr);
      assert.match(filled.stdout, /^imported and indexed/);
      const again = await evaluate("5", "--database", database, ...kinds, "--examples", "5");
      assert.doesNotMatch(again.stdout, /imported/);
      const rows = rowsOf(again.stdout);
      for (const kind of ["question, Chinese", "pasted command", "command + option", "typo beside right words"])
        assert.ok((rows.get(kind)?.[0] ?? 0) > 0, again.stdout);
      assert.deepEqual(
        [...rows].map(([kind, [queries, mrr]]) => [kind, queries, mrr]),
        [...rowsOf(filled.stdout)].map(([kind, [queries, mrr]]) => [kind, queries, mrr]),
      );
      const missed = [...rows.values()].reduce(
        (sum, [queries = 0, , first = 0]) => sum + Math.round(queries * (1 - first)),
        0,
      );
      assert.equal(again.stdout.match(/^ {4}(?:-|\d+) .+ <- .+ \| /gm)?.length ?? 0, missed, again.stdout);
    } finally {
      await filledOnce.drop();
    }
  });
});

it("exits with 1 if the quality is below a limit, and with 2 if the arguments are wrong", async () => {
  await withFolder(FOLDER, async (folder) => {
    const { code, stdout } = await evaluate(folder, "2", "--least-mean", "1.01");
    assert.equal(code, 1, stdout);
    assert.match(stdout, /below 1\.01 in the mean/);
  });
  for (const args of [[], ["folder", "many"], ["folder", "--least-mean", "high"]]) {
    const { code, stderr } = await evaluate(...args);
    assert.equal(code, 2, args.join(" "));
    assert.match(stderr, /usage: npm run eval:search/);
  }
});

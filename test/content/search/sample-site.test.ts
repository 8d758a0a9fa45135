// Queries over the sample site, each with the post that a person would expect first.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { loadSampleSite } from "../../../src/app/start/sample-site.js";
import { type Executor, startExecutor } from "../../support/execute.js";

let executor: Executor;
before(async () => {
  executor = await startExecutor();
  await loadSampleSite(executor.dataSource);
});
after(() => executor.close());

const EXPECTED: Record<string, string> = {
  "虚拟机 容错": "vmware-ft",
  "VXLAN 网络": "linux-bridge-vxlan-overlay",
  "glibc bug": "glibc-的-bug",
  zstack指南: "zstack-指南-一",
  "vyos commit 慢": "vyos-的-commit-为什么慢",
  "容器网络 性能": "slim-论文笔记",
};

interface Found {
  search: {
    totalCount: number;
    isRelaxed: boolean;
    edges: {
      score: number;
      node: { slug: string; title: string };
      snippets: { field: string; text: string; highlights: { start: number; end: number }[] }[];
    }[];
  };
}

for (const [query, slug] of Object.entries(EXPECTED)) {
  it(`ranks ${slug} first for ${query}, with snippets that highlight the match`, async (t) => {
    const { search } = await executor.read<Found>(
      null,
      "query ($query: String!) { search(query: $query) { totalCount isRelaxed edges { score node { slug title } snippets { field text highlights { start end } } } } }",
      { query },
    );
    const [best] = search.edges;
    assert.ok(best?.node.slug.includes(slug) === true, JSON.stringify(search));
    const marked = best.snippets.map(({ field, text, highlights }) => {
      const parts = highlights
        .toReversed()
        .reduce((all, { start, end }) => `${all.slice(0, start)}[${all.slice(start, end)}]${all.slice(end)}`, text);
      return `${field}: ${parts}`;
    });
    t.diagnostic([`${query} -> ${best.node.title} (${best.score})`, ...marked].join("\n"));
    assert.ok(best.snippets.length > 0 && best.snippets.every(({ highlights }) => highlights.length > 0));
  });
}

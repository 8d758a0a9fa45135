// The words that the generated site is written in, and paragraphs made of them: Chinese mixed with English terms, commands
// and code, as an engineering blog has it. The same seed gives the same text on every platform.

const TOOLS = ["PostgreSQL", "Redis", "Kubernetes", "Linux", "Go", "TypeScript", "Nginx", "Kafka", "Docker", "Rust"];
const TOPICS = ["延迟", "索引", "缓存", "调度", "日志", "监控", "编译", "部署", "重试", "锁", "内存", "连接池"];
const ENDINGS = ["排查记录", "实践", "踩坑笔记", "in production", "源码解读", "性能优化", "from scratch", "的三个误区"];
const CLAUSES = [
  "压测时吞吐量一直上不去，",
  "凌晨的告警把大家都叫醒了，",
  "日志里看不出任何异常，",
  "问题只在高峰期出现，",
  "回滚之后指标立刻恢复正常，",
  "火焰图上有一段很宽的平台，",
  "我们先怀疑是网络抖动，",
  "复现它花了整整两个晚上，",
  "官方文档对此只字未提，",
  "After the upgrade everything looked fine, ",
  "The obvious fix made it worse: ",
  "A single missing index explained it, ",
];
const FACTS = [
  "原来连接在空闲十分钟后被防火墙悄悄断开了。",
  "最后发现是时钟回拨导致租约提前过期。",
  "真正的瓶颈是一次多余的 JSON 序列化。",
  "因为统计信息过期，规划器选了错误的执行计划。",
  "线程都在等待同一把锁，CPU 却几乎是空闲的。",
  "把批量大小从 1000 降到 100 之后一切都好了。",
  "the planner had never seen a table of that size.",
  "half of the requests were retries of the other half.",
  "so we measured first and guessed later.",
  "参数 <code>max_connections</code> 并不是越大越好。",
  "用 <code>perf record -g</code> 一看就明白了。",
  "写放大比我们估计的高出一个数量级。",
];
const CODE = [
  '<pre><code class="language-sql">select id, title from post where published_at &lt; now() order by published_at desc limit 20;</code></pre>',
  '<pre><code class="language-bash">kubectl get pods -n prod -o wide | grep -v Running\nkubectl logs -f deploy/orders --since=10m</code></pre>',
  '<pre><code class="language-go">for i := range jobs {\n\tgo func() { defer wg.Done(); results &lt;- run(ctx, jobs[i]) }()\n}</code></pre>',
];
const PARAGRAPHS = 400;

// mulberry32: 32 bits of state are plenty for sampling.
export function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Lists that the loader gives to PostgreSQL, which puts posts together from them. */
export function createVocabulary(seed) {
  const random = createRandom(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const sentences = (count) => Array.from({ length: count }, () => pick(CLAUSES) + pick(FACTS)).join("");
  const paragraph = () => {
    const kind = random();
    if (kind < 0.1) return pick(CODE);
    if (kind < 0.2) return `<h2>${pick(TOPICS)}与 ${pick(TOOLS)}</h2>`;
    return `<p>${sentences(3 + Math.floor(random() * 7))}</p>`;
  };
  const titles = TOOLS.flatMap((tool) => TOPICS.flatMap((topic) => ENDINGS.map((end) => `${tool} ${topic}${end}`)));
  return { titles, paragraphs: Array.from({ length: PARAGRAPHS }, paragraph) };
}

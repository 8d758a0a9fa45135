// Writes a WordPress export of any size, the same for the same seed, so that an import can be timed without anybody's
// real content: node bench/generate-wxr.mjs --posts 100000 --out /tmp/export.xml [--seed 1]

import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    posts: { type: "string", default: "1000" },
    out: { type: "string" },
    seed: { type: "string", default: "1" },
  },
});
const postCount = Number(values.posts);
if (!values.out || !Number.isInteger(postCount) || postCount < 1) {
  console.error("usage: node bench/generate-wxr.mjs --posts <count> --out <file> [--seed <number>]");
  process.exit(2);
}

const SITE = "https://blog.example.com";

const PARAGRAPHS = [
  "上周三凌晨两点，监控突然报警：订单服务的 p99 延迟从 80ms 涨到了 3 秒。最初大家都怀疑是数据库，因为慢查询日志里确实多了几条全表扫描，可是连接池的等待时间并没有变化。",
  "我们先用 <code>perf top</code> 看了一眼热点，发现大量时间花在 <code>memcpy</code> 上。继续往上追，调用栈指向一个 JSON 序列化函数：它把整个购物车复制了三次，而购物车里平均有四十件商品。",
  "很多人以为 Kubernetes 的 <strong>requests</strong> 只影响调度，其实它还决定了 CPU shares 的比例。当节点繁忙时，requests 写得太小的容器会被明显地“饿着”，这在压测环境里往往看不出来。",
  "The fix itself was three lines, but finding them took two evenings. We replayed the traffic of one bad minute against a local copy, bisected the releases, and watched the flame graph change shape at exactly one commit.",
  "关于索引，有一个常见的误解：复合索引的列顺序只要覆盖查询条件就行。实际上 PostgreSQL 的 B-tree 要先看最左列，范围条件之后的列只能用来过滤，不能用来定位。",
  "It is tempting to add a cache here. Before doing so, ask what happens when the cache is empty, when it is full, and when it holds yesterday's answer; a cache that cannot answer these questions is a second source of truth.",
  "另一个坑是时区。容器里的默认时区是 UTC，而定时任务的配置写的是本地时间，于是每天早上八点的报表总在下午四点才发出来。最后我们统一改成 UTC 存储、展示时再转换。",
  "网络抖动的时候，客户端会重试；重试又让服务端更忙，于是更多请求超时。打破这个循环要靠两件事：带抖动的指数退避，以及服务端尽早拒绝。仅仅调大超时时间只会让雪崩来得更慢一些。",
  "读写分离之后，用户刚发布的文章有时刷新就“消失”了。这是复制延迟造成的。我们给每个写操作返回一个 LSN，下次读请求带上它，路由层据此选择主库或者已经追上的从库。",
  "Reading the source was faster than reading the issue tracker. The scheduler keeps one run queue per processor, steals work in batches of half, and only falls back to the global queue every sixty-first tick.",
  "代码审查里最有价值的一句话往往是“这里为什么需要？”。它逼着作者把脑子里的上下文写下来，要么变成注释，要么变成测试，要么干脆删掉那段没人用的兼容逻辑。",
  "升级到新版本的编译器以后，构建时间从 96 秒降到 11 秒，但有两个测试开始随机失败。原因是旧版本保证了模块的求值顺序，而我们在不知不觉中依赖了这一点。",
];
const CODE = [
  '<pre class="wp-block-code"><code lang="sql">SELECT id, title\nFROM post\nWHERE published_at &lt; now()\nORDER BY published_at DESC\nLIMIT 20;</code></pre>',
  '<pre class="wp-block-code"><code lang="bash">kubectl get pods -n prod -o wide | grep -v Running\nkubectl logs -f deploy/orders --since=10m</code></pre>',
  '<pre><code class="language-go">for i := range jobs {\n\tgo func() {\n\t\tdefer wg.Done()\n\t\tresults &lt;- run(ctx, jobs[i])\n\t}()\n}</code></pre>',
  '<pre><code class="language-ts">export const retry = async (run, times = 3) =&gt; {\n  for (let i = 0; ; i++) {\n    try { return await run(); } catch (error) { if (i &gt;= times) throw error; }\n  }\n};</code></pre>',
];
const TOPICS = ["延迟", "索引", "缓存", "调度", "日志", "监控", "编译", "部署", "重试", "锁", "内存", "连接池"];
const TOOLS = ["PostgreSQL", "Redis", "Kubernetes", "Linux", "Go", "TypeScript", "Nginx", "Kafka", "Docker", "Rust"];
const ENDINGS = ["排查记录", "实践", "踩坑笔记", "in production", "源码解读", "性能优化"];
const AUTHORS = ["lin", "chen.wei", "zhao_min", "mike", "sun-li", "amy"];
const STATUSES = ["draft", "private", "pending", "trash", "future"];

// mulberry32: 32 bits of state are plenty for sampling, and the sequence is the same on every platform.
function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const random = createRandom(Number(values.seed));
const below = (limit) => Math.floor(random() * limit);
const pick = (list) => list[below(list.length)];
const cdata = (text) => `<![CDATA[${text.replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
const twoDigits = (value) => String(value).padStart(2, "0");

function sqlDate(time) {
  return new Date(time).toISOString().slice(0, 19).replace("T", " ");
}

const categories = [];
for (let root = 1; root <= 4; root += 1) {
  categories.push({ slug: `area-${root}`, name: `领域 ${root}`, parent: "" });
  for (let child = 1; child <= 4; child += 1) {
    categories.push({ slug: `area-${root}-${child}`, name: `Topic ${root}.${child}`, parent: `area-${root}` });
    for (let leaf = 1; leaf <= 3; leaf += 1) {
      const slug = `area-${root}-${child}-${leaf}`;
      categories.push({ slug, name: `专题 ${root}.${child}.${leaf}`, parent: `area-${root}-${child}` });
    }
  }
}
const tags = TOOLS.flatMap((tool) => TOPICS.map((topic) => `${tool} ${topic}`));
const tagSlug = (name) => encodeURIComponent(name.toLowerCase().replaceAll(" ", "-")).toLowerCase();

function head() {
  const authors = AUTHORS.map(
    (login, index) =>
      `<wp:author><wp:author_id>${index + 1}</wp:author_id><wp:author_login>${cdata(login)}</wp:author_login>` +
      `<wp:author_email>${cdata(`${login}@example.com`)}</wp:author_email>` +
      `<wp:author_display_name>${cdata(`作者 ${login}`)}</wp:author_display_name></wp:author>`,
  );
  const trees = categories.map(
    ({ slug, name, parent }, index) =>
      `<wp:category><wp:term_id>${index + 1}</wp:term_id><wp:category_nicename>${cdata(slug)}</wp:category_nicename>` +
      `<wp:category_parent>${cdata(parent)}</wp:category_parent><wp:cat_name>${cdata(name)}</wp:cat_name></wp:category>`,
  );
  const words = tags.map(
    (name, index) =>
      `<wp:tag><wp:term_id>${1000 + index}</wp:term_id><wp:tag_slug>${cdata(tagSlug(name))}</wp:tag_slug>` +
      `<wp:tag_name>${cdata(name)}</wp:tag_name></wp:tag>`,
  );
  return `<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>示例工程博客</title>
<link>${SITE}</link>
<description>Notes from a made-up engineering team</description>
<language>zh-CN</language>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>${SITE}</wp:base_site_url>
<wp:base_blog_url>${SITE}</wp:base_blog_url>
${[...authors, ...trees, ...words].join("\n")}
`;
}

function body() {
  const parts = [];
  for (let size = 0; size < 2300; ) {
    const html =
      random() < 0.15 ? pick(CODE) : `<!-- wp:paragraph -->\n<p>${pick(PARAGRAPHS)}</p>\n<!-- /wp:paragraph -->`;
    if (random() < 0.12) parts.push(`<h2>${pick(TOPICS)}与 ${pick(TOOLS)}</h2>`);
    parts.push(html);
    size += Buffer.byteLength(html);
  }
  return parts.join("\n\n");
}

function item(fields) {
  return `<item>
<title>${cdata(fields.title)}</title>
<link>${fields.link}</link>
<pubDate>${new Date(fields.time).toUTCString().replace("GMT", "+0000")}</pubDate>
<dc:creator>${cdata(pick(AUTHORS))}</dc:creator>
<guid isPermaLink="false">${SITE}/?p=${fields.id}</guid>
<description></description>
<content:encoded>${cdata(fields.content)}</content:encoded>
<excerpt:encoded>${cdata(fields.excerpt)}</excerpt:encoded>
<wp:post_id>${fields.id}</wp:post_id>
<wp:post_date>${cdata(sqlDate(fields.time + 8 * 3_600_000))}</wp:post_date>
<wp:post_date_gmt>${cdata(sqlDate(fields.time))}</wp:post_date_gmt>
<wp:post_modified_gmt>${cdata(sqlDate(fields.time + below(90) * 86_400_000))}</wp:post_modified_gmt>
<wp:comment_status>${cdata("open")}</wp:comment_status>
<wp:ping_status>${cdata("open")}</wp:ping_status>
<wp:post_name>${cdata(fields.name)}</wp:post_name>
<wp:status>${cdata(fields.status)}</wp:status>
<wp:post_parent>0</wp:post_parent>
<wp:menu_order>0</wp:menu_order>
<wp:post_type>${cdata(fields.type)}</wp:post_type>
<wp:post_password>${cdata("")}</wp:post_password>
<wp:is_sticky>0</wp:is_sticky>
${fields.rest}</item>
`;
}

const meta = (key, value) =>
  `<wp:postmeta><wp:meta_key>${cdata(key)}</wp:meta_key><wp:meta_value>${cdata(value)}</wp:meta_value></wp:postmeta>\n`;

function comment(id, time) {
  return `<wp:comment><wp:comment_id>${id}</wp:comment_id><wp:comment_author>${cdata("读者")}</wp:comment_author><wp:comment_date_gmt>${cdata(sqlDate(time))}</wp:comment_date_gmt><wp:comment_content>${cdata("谢谢分享，very useful!")}</wp:comment_content><wp:comment_approved>${cdata("1")}</wp:comment_approved></wp:comment>\n`;
}

function terms() {
  const lines = [];
  const { slug, name } = pick(categories);
  lines.push(`<category domain="category" nicename="${slug}">${cdata(name)}</category>`);
  for (let count = below(4); count > 0; count -= 1) {
    const tag = pick(tags);
    lines.push(`<category domain="post_tag" nicename="${tagSlug(tag)}">${cdata(tag)}</category>`);
  }
  return `${lines.join("\n")}\n`;
}

function post(id, index) {
  // One post every 40 minutes from 2008 on, so that 100,000 posts end before 2016 and none of them is in the future.
  const time = Date.UTC(2008, 0, 1) + index * 2_400_000;
  const title = `${pick(TOOLS)} ${pick(TOPICS)}${pick(ENDINGS)}（${index + 1}）`;
  const name =
    random() < 0.5
      ? `post-${index + 1}`
      : encodeURIComponent(`${title.slice(0, 12).replaceAll(" ", "-")}-${index + 1}`).toLowerCase();
  const status = random() < 0.05 ? pick(STATUSES) : "publish";
  const day = new Date(time);
  const link = `${SITE}/${day.getUTCFullYear()}/${twoDigits(day.getUTCMonth() + 1)}/${name}/`;
  let rest = terms() + meta("_edit_last", "1");
  // Refers back to the last attachment written, or forward to the one that follows this post.
  if (random() < 0.1) rest += meta("_thumbnail_id", String(101 + 2 * (index - (index % 8))));
  if (random() < 0.05) rest += meta("_wp_old_slug", `old-${index + 1}`);
  for (let count = random() < 0.2 ? 1 + below(4) : 0; count > 0; count -= 1) rest += comment(id * 10 + count, time);
  const excerpt = random() < 0.2 ? pick(PARAGRAPHS).replace(/<[^>]+>/g, "") : "";
  return item({ id, time, title, name, status, link, content: body(), excerpt, type: "post", rest });
}

function attachment(id, index) {
  const url = `${SITE}/wp-content/uploads/${1 + (index % 12)}/image-${index}.png`;
  const rest = `<wp:attachment_url>${cdata(url)}</wp:attachment_url>\n${meta("_wp_attachment_image_alt", `图 ${index}`)}`;
  const fields = { id, time: Date.UTC(2008, 0, 1), title: `image-${index}`, name: `image-${index}`, status: "inherit" };
  return item({ ...fields, link: `${SITE}/image-${index}/`, content: "", excerpt: "", type: "attachment", rest });
}

const out = createWriteStream(values.out);
out.write(head());
for (let index = 0; index < postCount; index += 1) {
  const id = 100 + index * 2;
  let text = post(id, index);
  if (index % 8 === 0) text += attachment(id + 1, index);
  if (!out.write(text)) await once(out, "drain");
}
out.end("</channel>\n</rss>\n");
await once(out, "finish");

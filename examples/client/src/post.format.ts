// One post as text. Pure: what the server answered in, lines out.
import type { PostBySlugQuery, PostNameFragment } from "./__generated__/graphql.js";
import type { Terminal } from "./terminal.js";
import { wrap } from "./wrap.js";

type Post = NonNullable<PostBySlugQuery["post"]>;

export function formatPost(post: Post, terminal: Terminal): string {
  const { columns, paint } = terminal;
  const head = [paint("title", wrap(post.title, columns)), ...formatFacts(post, terminal)].join("\n");
  // ASCII, because terminals set up for Chinese may draw box lines two columns wide.
  const rule = paint("quiet", "-".repeat(columns));
  const parts = [
    head,
    formatContents(post.body.tableOfContents, terminal),
    rule,
    wrap(post.body.text.trim(), columns),
    rule,
    formatSeries(post.seriesEntry, terminal),
    formatNeighbours(post.adjacent, terminal),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function formatFacts({ author, publishedAt, status, categories, tags, body }: Post, terminal: Terminal): string[] {
  const when = publishedAt?.slice(0, "2024-05-01".length) ?? "no date yet";
  const state = status === "PUBLISHED" ? [] : [status.toLowerCase()];
  const length = `${body.wordCount.toLocaleString("en")} words, ${body.readingTimeMinutes} min`;
  const paths = categories.map(({ ancestors, name }) => [...ancestors.map((above) => above.name), name].join(" › "));
  const lines = [[author.name, when, ...state, length].join(" · ")];
  if (paths.length > 0) lines.push(`In ${paths.join("; ")}`);
  if (tags.length > 0) lines.push(tags.map(({ name }) => `#${name.replaceAll(" ", "-")}`).join(" "));
  return lines.map((line) => terminal.paint("quiet", wrap(line, terminal.columns)));
}

function formatContents(headings: Post["body"]["tableOfContents"], { columns, paint }: Terminal): string {
  if (headings.length === 0) return "";
  const roof = Math.min(...headings.map(({ level }) => level));
  const lines = headings.map(({ level, text }) => {
    const indent = "  ".repeat(level - roof + 1);
    return wrap(`${indent}${text}`, columns, `${indent}  `);
  });
  return [paint("heading", "Contents"), ...lines].join("\n");
}

function formatSeries(entry: Post["seriesEntry"], terminal: Terminal): string {
  if (entry === null) return "";
  const title = terminal.paint("heading", `Part ${entry.position} of ${entry.total} of ${entry.series.title}`);
  return [title, ...formatWays(entry, terminal)].join("\n");
}

function formatNeighbours(adjacent: Post["adjacent"], terminal: Terminal): string {
  const ways = formatWays(adjacent, terminal);
  return ways.length === 0 ? "" : [terminal.paint("heading", "Around it"), ...ways].join("\n");
}

interface Ways {
  previous: PostNameFragment | null;
  next: PostNameFragment | null;
}

function formatWays({ previous, next }: Ways, terminal: Terminal): string[] {
  return [formatWay("← ", previous, terminal), formatWay("→ ", next, terminal)].filter((line) => line !== "");
}

function formatWay(arrow: string, post: PostNameFragment | null, { columns, paint }: Terminal): string {
  if (post === null) return "";
  const title = wrap(`  ${arrow}${post.title}`, columns, "    ");
  return `${title}\n${paint("quiet", wrap(`    ${post.slug}`, columns, "    "))}`;
}

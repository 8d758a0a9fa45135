// Pages of posts as text. Pure: what the server answered in, lines out.
import type {
  CategoryLineFragment,
  CategoryPostsQuery,
  PostLineFragment,
  PostPageFragment,
  SitePostsQuery,
} from "./__generated__/graphql.js";
import { displayWidth, padToWidth } from "./display-width.js";
import type { Terminal } from "./terminal.js";
import { wrap } from "./wrap.js";

const DATE_LENGTH = "2024-05-01".length;
const INDENT = " ".repeat(DATE_LENGTH + 2);

export function formatSitePage({ site, categories, posts }: SitePostsQuery, terminal: Terminal): string {
  const head = formatHead(site.title, site.description, terminal);
  const tree = categories === undefined ? [] : [formatCategories(categories, terminal)];
  return [head, ...tree, formatPosts(posts, terminal)].join("\n\n");
}

export function formatCategoryPage(category: NonNullable<CategoryPostsQuery["category"]>, terminal: Terminal): string {
  const names = [...category.ancestors, category].map(({ name }) => name).join(" › ");
  const head = formatHead(names, category.description, terminal);
  const { children } = category;
  const below =
    children.length === 0 ? [] : [formatCategories({ totalCount: children.length, nodes: children }, terminal)];
  return [head, ...below, formatPosts(category.posts, terminal)].join("\n\n");
}

function formatHead(title: string, description: string | null, { columns, paint }: Terminal): string {
  const lines = [paint("title", wrap(title, columns))];
  if (description !== null && description !== "") lines.push(wrap(description, columns));
  return lines.join("\n");
}

interface Categories {
  totalCount: number;
  nodes: CategoryLineFragment[];
}

export function formatCategories({ totalCount, nodes }: Categories, { paint }: Terminal): string {
  const roof = Math.min(...nodes.map(depth));
  const rows = nodes.map((node) => ({ ...node, label: `${"  ".repeat(depth(node) - roof)}${node.name}` }));
  const labelWidth = Math.max(0, ...rows.map(({ label }) => displayWidth(label)));
  const countWidth = Math.max(0, ...rows.map(({ postCount }) => String(postCount).length));
  const lines = rows.map(({ label, postCount, slugPath }) => {
    const count = String(postCount).padStart(countWidth);
    return `  ${padToWidth(label, labelWidth)}  ${count}  ${paint("quiet", slugPath)}`;
  });
  const more = totalCount > nodes.length ? [paint("quiet", `  and ${totalCount - nodes.length} more`)] : [];
  return [paint("heading", "Categories"), ...lines, ...more].join("\n");
}

function depth({ slugPath }: CategoryLineFragment): number {
  return slugPath.split("/").length;
}

export function formatPosts({ totalCount, nodes, pageInfo }: PostPageFragment, terminal: Terminal): string {
  const { paint } = terminal;
  const shown = nodes.length === totalCount ? String(totalCount) : `${nodes.length} of ${totalCount}`;
  const lines = [paint("heading", `Posts (${shown})`), ...nodes.map((post) => formatPostLine(post, terminal))];
  if (pageInfo.hasNextPage)
    lines.push("", paint("quiet", "Next page: the same command with"), `--after ${pageInfo.endCursor}`);
  return lines.join("\n");
}

function formatPostLine(post: PostLineFragment, { columns, paint }: Terminal): string {
  // Instants are UTC on the wire, and so are the dates here: the same post has one date for all readers.
  const date = (post.publishedAt?.slice(0, DATE_LENGTH) ?? "").padEnd(DATE_LENGTH);
  const status = post.status === "PUBLISHED" ? "" : ` [${post.status.toLowerCase()}]`;
  const title = wrap(`${date}  ${post.title}${status}`, columns, INDENT);
  const place = [post.categories[0]?.slugPath, post.author.name].filter((fact) => fact !== undefined).join(" · ");
  // The slug stands alone, so that a double click takes it whole.
  const detail = wrap(`${INDENT}${post.slug}\n${place}`, columns, INDENT);
  return `${title}\n${paint("quiet", detail)}`;
}

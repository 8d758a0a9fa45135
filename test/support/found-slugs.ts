// A search as anonymous readers see it.
import type { Executor } from "./execute.js";

/** The slugs of the posts that it finds, best first. */
export async function foundSlugs(executor: Pick<Executor, "read">, query: string, first = 10): Promise<string[]> {
  const document = "query ($query: String!, $first: Int) { search(query: $query, first: $first) { nodes { slug } } }";
  const { search } = await executor.read<{ search: { nodes: { slug: string }[] } }>(null, document, { query, first });
  return search.nodes.map(({ slug }) => slug);
}

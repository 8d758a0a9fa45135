const url = process.env.COLOPHON_URL ?? "http://127.0.0.1:4000/graphql";
const previewToken = process.env.COLOPHON_PREVIEW_TOKEN;

export async function query<TResult>(document: string, variables: object = {}): Promise<TResult> {
  const headers = new Headers({ "content-type": "application/json" });
  if (previewToken !== undefined) headers.set("x-preview-token", previewToken);
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify({ query: document, variables }) });
  const { data, errors } = await response.json();
  if (errors !== undefined) throw new Error(errors[0].message);
  return data;
}

interface Connection<TNode> {
  nodes: TNode[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** Every object of a connection, a hundred a request. The document has the variable `after` and selects one root field. */
export async function queryAll<TNode>(document: string): Promise<TNode[]> {
  const all: TNode[] = [];
  let after: string | null = null;
  do {
    const data: Record<string, Connection<TNode>> = await query(document, { after });
    const [connection] = Object.values(data);
    if (connection === undefined) break;
    all.push(...connection.nodes);
    after = connection.pageInfo.hasNextPage ? connection.pageInfo.endCursor : null;
  } while (after !== null);
  return all;
}

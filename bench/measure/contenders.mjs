// The servers that are compared: how each is started, and how it is asked for a workload.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CONTRACT, PLAIN_CONTRACT } from "../workloads/contract.mjs";
import { fromPostgraphile, POSTGRAPHILE } from "../workloads/postgraphile.mjs";

const NEWER_NODE = fileURLToPath(new URL("../node_modules/node/bin/node", import.meta.url));
const asIs = (data) => data;
const graphql = (documents) => (workload, variables) => ({
  path: "/graphql",
  body: JSON.stringify({ query: documents[workload.document], variables }),
});

const titleOnly = ({ id, title }) => ({ id, title });
const PLAIN = { request: graphql(PLAIN_CONTRACT), toContract: asIs, change: titleOnly };

/** `change` gives the variables of W8; `versionOf` what its answer calls the post's version now, where writes ask for it. */
export const CONTENDERS = {
  ours: {
    title: "Colophon",
    request: graphql(CONTRACT),
    toContract: asIs,
    change: ({ id, title, version }) => ({ input: { id, title, expectedVersion: version } }),
    versionOf: (data) => data.updatePost.post?.version,
    needsToken: true,
  },
  limit: {
    title: "hand-written SQL as JSON (limit)",
    request: ({ document }, variables) => ({ path: "/", body: JSON.stringify({ query: document, variables }) }),
    toContract: asIs,
    change: asIs,
    versionOf: (data) => data.updatePost?.version,
  },
  constant: {
    title: "node:http, the same bytes",
    request: ({ name }) => ({ path: `/${name}`, body: "{}" }),
    toContract: asIs,
  },
  mercurius: { title: "Mercurius + jit, hand-written SQL", ...PLAIN },
  naive: { title: "Apollo + TypeORM + dataloaders", ...PLAIN },
  postgraphile: {
    title: "PostGraphile 5",
    request: graphql(POSTGRAPHILE),
    toContract: fromPostgraphile,
    change: titleOnly,
    node: existsSync(NEWER_NODE) ? NEWER_NODE : undefined,
  },
};

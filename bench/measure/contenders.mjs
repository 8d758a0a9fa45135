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
/** What is not in the part of the schema that was written for them. */
const SKIPPED_BY_OTHERS = ["W9"];
const PLAIN = { request: graphql(PLAIN_CONTRACT), toContract: asIs, change: titleOnly, skips: SKIPPED_BY_OTHERS };
const OURS = {
  title: "Colophon",
  script: "ours",
  request: graphql(CONTRACT),
  toContract: asIs,
  change: ({ id, title, version }) => ({ input: { id, title, expectedVersion: version } }),
  versionOf: (data) => data.updatePost.post?.version,
  needsToken: true,
  isOurs: true,
  findsByIndex: true,
};
/** Asked by the name of the query, as a hand-written endpoint would be by its path. */
const LIMIT = {
  request: ({ document }, variables) => ({ path: "/", body: JSON.stringify({ query: document, variables }) }),
  toContract: asIs,
  change: asIs,
  versionOf: (data) => data.updatePost?.version,
  findsByIndex: true,
};

/**
 * `change` gives the variables of W8; `versionOf` reads the post's new version from the response, where writes expect one.
 * `skips` names workloads that a server does not take part in.
 */
export const CONTENDERS = {
  ours: OURS,
  limit: { ...LIMIT, title: "limit: hand-written, flat rows", color: "#8a8f98" },
  "limit-memory": { ...LIMIT, title: "limit-memory: the same, terms in memory", color: "#55595f" },
  constant: {
    title: "constant: node:http, the same bytes",
    request: ({ name }) => ({ path: `/${name}`, body: "{}" }),
    toContract: asIs,
  },
  mercurius: { title: "Mercurius + jit, hand-written SQL", ...PLAIN, color: "#3b6fb6" },
  naive: { title: "Apollo + TypeORM + dataloaders", ...PLAIN, color: "#c8553d" },
  postgraphile: {
    title: "PostGraphile 5",
    request: graphql(POSTGRAPHILE),
    toContract: fromPostgraphile,
    change: titleOnly,
    skips: SKIPPED_BY_OTHERS,
    node: existsSync(NEWER_NODE) ? NEWER_NODE : undefined,
    color: "#8b5fbf",
  },
};

export const takesPart = (name, workload) => !CONTENDERS[name].skips?.includes(workload.name);

const OUR_COLORS = ["#0b6e4f", "#3fae86", "#9fd6c0"];

/** Builds of the service to measure against each other: `ours`, then `ours-b`, `ours-c`. Gives the contenders' names. */
export function addBuilds(dists) {
  if (dists.length > OUR_COLORS.length) throw new Error(`Expected at most ${OUR_COLORS.length} builds.`);
  return dists.map((dist, index) => {
    const name = index === 0 ? "ours" : `ours-${"abc"[index]}`;
    const title = dists.length === 1 ? OURS.title : `${OURS.title}, ${dist}`;
    CONTENDERS[name] = { ...OURS, title, dist, color: OUR_COLORS[index] };
    return name;
  });
}

// The schema of the service as a subgraph composes, beside a subgraph that adds fields to its types by each of their keys.
import assert from "node:assert/strict";
import { it } from "node:test";
import { composeServices } from "@apollo/composition";
import { graphql, parse } from "graphql";
import { createSchema } from "../dist/src/app/schema.js";

const REVIEWS = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])
  type Query { reviewed: [Post!]! topics: [Category!]! }
  type Post @key(fields: "id") { id: ID! reviews: [String!]! }
  type Category @key(fields: "slugPath") { slugPath: String! editors: [Author!]! }
  type Tag @key(fields: "slug") { slug: String! synonyms: [String!]! }
  type Author @key(fields: "slug") { slug: String! rating: Float }
  type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
`;

it("composes with a subgraph that extends its types", async () => {
  const { data } = await graphql({ schema: createSchema({ federation: true }), source: "{ _service { sdl } }" });
  const { sdl } = data._service;
  const { errors = [], supergraphSdl } = composeServices([
    { name: "content", url: "http://127.0.0.1:1/graphql", typeDefs: parse(sdl) },
    { name: "reviews", url: "http://127.0.0.1:2/graphql", typeDefs: parse(REVIEWS) },
  ]);
  assert.deepEqual(
    errors.map(({ message }) => message),
    [],
  );
  for (const key of ['type Post[^{]*key: "slug"', 'type Category[^{]*key: "slugPath"', 'type Tag[^{]*key: "id"']) {
    assert.match(supergraphSdl, new RegExp(key));
  }
});

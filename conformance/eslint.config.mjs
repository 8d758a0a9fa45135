// The schema by the rules of graphql-eslint. Each rule that is off, or that has exceptions, says why.
import graphqlPlugin from "@graphql-eslint/eslint-plugin";

const { "flat/schema-recommended": recommended, "flat/schema-relay": relay } = graphqlPlugin.configs;

export default [
  {
    files: ["**/*.graphql"],
    plugins: { "@graphql-eslint": graphqlPlugin },
    languageOptions: {
      parser: graphqlPlugin.parser,
      parserOptions: { graphQLConfig: { schema: "schema/schema.graphql" } },
    },
    rules: {
      ...recommended.rules,
      ...relay.rules,
      // Values such as headings and payloads are no nodes: only what implements Node is found again by an id.
      "@graphql-eslint/strict-id-in-types": "off",
      // Connections have `nodes` beside `edges`, and there are short lists that nobody pages. A test of the schema requires that what an edge leads
      // to is a node, except for the uses of an asset.
      "@graphql-eslint/relay-edge-types": ["error", { listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: false }],
      // A search pages forward alone: what matches least is nobody's first page.
      "@graphql-eslint/relay-arguments": ["error", { includeBoth: false }],
    },
  },
];

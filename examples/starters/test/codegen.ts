// Other outputs of GraphQL Code Generator than the one of codegen/: syntax trees with ids, as urql takes them, and types alone.
import type { CodegenConfig } from "@graphql-codegen/cli";

const scalars = { DateTime: "string" };

const config: CodegenConfig = {
  schema: "../../schema/schema.graphql",
  documents: "test/documents/*.graphql",
  generates: {
    "test/__generated__/": {
      preset: "client",
      presetConfig: { persistedDocuments: { hashAlgorithm: "sha256" } },
      config: { enumType: "string-literal", scalars },
    },
    "test/__generated__/operations.ts": {
      plugins: ["typescript-operations"],
      config: { scalars },
    },
  },
};

export default config;

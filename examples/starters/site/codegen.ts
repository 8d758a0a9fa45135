// Writes the types and texts of the documents of the reader's site, from the schema in this repository.
import type { CodegenConfig } from "@graphql-codegen/cli";

const config: CodegenConfig = {
  schema: "../../schema/schema.graphql",
  documents: ["../../site/src/**/*.graphql"],
  generates: {
    "../../site/src/__generated__/": {
      preset: "client",
      presetConfig: { persistedDocuments: true, fragmentMasking: false },
      config: {
        documentMode: "string",
        enumType: "string-literal",
        useTypeImports: true,
        scalars: { DateTime: "string" },
        importExtension: ".js",
      },
    },
  },
};

export default config;

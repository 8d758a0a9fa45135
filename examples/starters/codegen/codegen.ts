import type { CodegenConfig } from "@graphql-codegen/cli";

const config: CodegenConfig = {
  schema: process.env.COLOPHON_URL ?? "http://127.0.0.1:4000/graphql",
  documents: ["src/**/*.ts"],
  generates: {
    "src/gql/": {
      preset: "client",
      presetConfig: { persistedDocuments: true, fragmentMasking: false },
      config: {
        documentMode: "string",
        enumType: "string-literal",
        useTypeImports: true,
        scalars: { DateTime: "string" },
      },
    },
  },
};

export default config;

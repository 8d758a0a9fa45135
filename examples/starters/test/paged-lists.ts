// The lists of the schema that a cache of readers pages: the connections that are not for editors.
import { readFileSync } from "node:fs";
import { buildSchema, isObjectType } from "graphql";

const FOR_EDITORS = new Set(["apiTokens", "assets", "deliveries", "redirects", "revisions", "uses", "webhooks"]);

/** Posts have a list of this name for readers. */
const isForEditors = (type: string, field: string): boolean =>
  FOR_EDITORS.has(field) || (type === "Query" && field === "comments");

/** The type and the name of each field. */
export function pagedLists(): [type: string, field: string][] {
  const schema = buildSchema(readFileSync("../../../schema/schema.graphql", "utf8"));
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  return types.flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => /Connection!?$/.test(String(field.type)) && !isForEditors(type.name, field.name))
      .map((field): [string, string] => [type.name, field.name]),
  );
}

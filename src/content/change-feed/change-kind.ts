// The kinds of changes and the types of nodes that have them, as the table and the schema name them.
import { registerEnumType } from "type-graphql";

export const ChangeKind = { APPEARED: "APPEARED", CHANGED: "CHANGED", DISAPPEARED: "DISAPPEARED" } as const;
export type ChangeKind = (typeof ChangeKind)[keyof typeof ChangeKind];
registerEnumType(ChangeKind, {
  name: "ChangeKind",
  description: "What happened to an object, as readers see it.",
  valuesConfig: {
    APPEARED: { description: "It became visible: it was published, or its date of publication has come." },
    CHANGED: { description: "It was visible before and is visible with other values, or at another path." },
    DISAPPEARED: { description: "It was deleted, or is hidden from readers." },
  },
});

export const ChangeNodeType = {
  POST: "POST",
  PAGE: "PAGE",
  CATEGORY: "CATEGORY",
  TAG: "TAG",
  AUTHOR: "AUTHOR",
  SERIES: "SERIES",
  MENU: "MENU",
  SITE: "SITE",
  ASSET: "ASSET",
  COMMENT: "COMMENT",
} as const;
export type ChangeNodeType = (typeof ChangeNodeType)[keyof typeof ChangeNodeType];
registerEnumType(ChangeNodeType, {
  name: "ChangeNodeType",
  description: "The type of an object that readers see change.",
  valuesConfig: {
    POST: { description: "`Post`." },
    PAGE: { description: "`Page`." },
    CATEGORY: { description: "`Category`." },
    TAG: { description: "`Tag`. It appears with its first visible post and disappears with its last." },
    AUTHOR: { description: "`Author`. It appears with its first visible post and disappears with its last." },
    SERIES: { description: "`Series`. It appears with its first visible part and disappears with its last." },
    MENU: { description: "`Menu`. It concerns every page that shows it." },
    SITE: { description: "`Site`, and redirects that lead to no object. It concerns every page." },
    ASSET: { description: "`Asset`. It appears with the first visible object that uses it." },
    COMMENT: { description: "`Comment`. It appears and disappears with its post without a change of its own." },
  },
});

/** The constraint of a column with the name of a type. */
export const NODE_TYPE_CHECK = `node_type in (${Object.values(ChangeNodeType)
  .map((type) => `'${type}'`)
  .join(", ")})`;

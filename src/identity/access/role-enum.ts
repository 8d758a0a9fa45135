// The roles as the graph shows them.
import { registerEnumType } from "type-graphql";

export const RoleEnum = { AUTHOR: "AUTHOR", EDITOR: "EDITOR", ADMIN: "ADMIN" } as const;

registerEnumType(RoleEnum, {
  name: "Role",
  description: "What somebody who is known may do.",
  valuesConfig: {
    AUTHOR: { description: "Write and see posts of one author." },
    EDITOR: { description: "Write and see all content." },
    ADMIN: { description: "What an editor may, and tokens and authors." },
  },
});

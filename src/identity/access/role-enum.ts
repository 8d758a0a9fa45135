// The GraphQL enum of the roles.
import { registerEnumType } from "type-graphql";

export const RoleEnum = { AUTHOR: "AUTHOR", EDITOR: "EDITOR", ADMIN: "ADMIN" } as const;

registerEnumType(RoleEnum, {
  name: "Role",
  description: "What an authenticated viewer may do.",
  valuesConfig: {
    AUTHOR: { description: "May write and see the posts of one author, also those with other authors." },
    EDITOR: { description: "May write and see all content." },
    ADMIN: { description: "May do everything an editor may, and manage authors and API tokens." },
  },
});

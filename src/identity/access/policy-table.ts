// Prints the access policy as a Markdown table. docs/roles.md contains it, and a test compares the two.
import type { Role } from "../viewer.js";
import { POLICY } from "./policy.js";

const ROLES: readonly Role[] = ["AUTHOR", "EDITOR", "ADMIN"];
const WORDS = { all: "yes", own: "its own author's", none: "no" } as const;

export function policyTable(): string {
  const rows = Object.values(POLICY).map(({ description, reach }) => {
    const cells = [description, ...ROLES.map((role) => WORDS[reach[role]])];
    return `| ${cells.join(" | ")} |`;
  });
  return [`| | ${ROLES.join(" | ")} |`, "| --- | --- | --- | --- |", ...rows].join("\n");
}

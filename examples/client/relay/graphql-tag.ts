// Stands in for the tag of react-relay, so that the compiler can be run without React. An application imports that one.

export function graphql(parts: TemplateStringsArray): string {
  return parts.join("");
}

// Front matter in YAML 1.2. Texts are written in double quotes with the escapes of JSON, which YAML reads alike.

export type FrontMatterValue = string | number | readonly string[] | null;

/** Characters that YAML does not allow unescaped, or reads as the end of a line. */
const SPECIAL = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** `plain` fields are written without quotes, such as instants. Fields that are null or empty are left out. */
export function frontMatter(fields: Readonly<Record<string, FrontMatterValue>>, plain: readonly string[] = []): string {
  const lines = Object.entries(fields).flatMap(([name, value]) => {
    if (value === null || (Array.isArray(value) && value.length === 0)) return [];
    return [`${name}: ${plain.includes(name) ? String(value) : quoted(value)}`];
  });
  return `---\n${lines.join("\n")}\n---\n`;
}

function quoted(value: string | number | readonly string[]): string {
  if (typeof value !== "object") return JSON.stringify(value).replace(SPECIAL, escaped);
  return `[${value.map(quoted).join(", ")}]`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

// The data of markdown-it-emoji, which has no types: the characters by their codes.
declare module "markdown-it-emoji/lib/data/full.mjs" {
  const codes: Readonly<Record<string, string>>;
  // biome-ignore lint/style/noDefaultExport: the library has no other export
  export default codes;
}

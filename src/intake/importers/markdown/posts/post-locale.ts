// Converts the languages in front matter, folder names and file names ("cn", "zh_CN", "post.zh-cn.md") to BCP 47. A folder name counts as a
// language only if it is unlikely to mean anything else: it/ and es/ are subjects on an engineering blog.

/** Common names of languages that are not language tags, or tags that do not determine the script. */
const ALIASES: Readonly<Record<string, string>> = {
  cn: "zh-CN",
  zh: "zh-CN",
  chs: "zh-Hans",
  cht: "zh-Hant",
  tw: "zh-TW",
  hk: "zh-HK",
  jp: "ja",
  kr: "ko",
  english: "en",
  chinese: "zh-CN",
  中文: "zh-CN",
};

const FOLDERS = new Set(
  "zh cn tw hk zh-cn zh-tw zh-hk zh-sg zh-hans zh-hant zh-hans-cn zh-hant-tw en en-us en-gb ja jp ko kr de fr pt-br ru vi".split(
    " ",
  ),
);
const SUFFIXES = new Set([...FOLDERS, ..."es it pt nl pl uk sv da fi cs tr el he ar fa hi th id".split(" ")]);

/** The canonical BCP 47 tag, or null if the text is not a language tag. */
export function canonicalLocale(text: string): string | null {
  const tag = text.trim().replaceAll("_", "-").replace(/\..*$/, "");
  const alias = ALIASES[tag.toLowerCase()];
  if (alias !== undefined) return alias;
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}

export function localeOfFolder(name: string): string | null {
  return FOLDERS.has(fold(name)) ? canonicalLocale(name) : null;
}

/** `name` is the last part of a file name before its extension, as in `post.zh-cn.md`. */
export function localeOfSuffix(name: string): string | null {
  return SUFFIXES.has(fold(name)) ? canonicalLocale(name) : null;
}

const fold = (name: string): string => name.toLowerCase().replaceAll("_", "-");

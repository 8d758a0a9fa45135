// The documentation of this version, rendered from the Markdown files in `docs`. The list of files is read once, so that a request can only name one
// of them, and never another path.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { escapeHtml } from "../../platform/markup/tree.js";
import { notFound } from "../http-rejection.js";
import type { Reply } from "../reply.js";
import { renderDocument } from "./document-markdown.js";
import { pageReply } from "./page-layout.js";

export const DOCUMENTATION_PATH = "/docs/";

const FOLDER = fileURLToPath(new URL("../../../../docs", import.meta.url));
const MARKDOWN = ".md";
const INDEX = "";
/** Arguments about the code, for its authors; they come last. */
const DECISIONS = "decisions/";

export interface Documentation {
  /** Whether there is a page; the last slash of `DOCUMENTATION_PATH` may be missing. */
  has(path: string): boolean;
  /** Rejects with an `HttpError` if there is no page. */
  page(path: string): Promise<Reply>;
}

interface Listed {
  name: string;
  title: string;
}

/** Null if the files are not installed with the service. */
export async function openDocumentation(folder: string = FOLDER): Promise<Documentation | null> {
  const files = await readdir(folder, { recursive: true }).catch(() => []);
  const names = files
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(MARKDOWN))
    .map((file) => file.slice(0, -MARKDOWN.length));
  if (names.length === 0) return null;
  const read = (name: string) => readFile(join(folder, `${name}${MARKDOWN}`), "utf8");
  const known: ReadonlySet<string> = new Set(names);
  const render = async (name: string): Promise<Reply> => {
    if (name === INDEX) {
      return indexPage(
        await Promise.all(names.map(async (each) => ({ name: each, title: titleOf(each, await read(each)) }))),
      );
    }
    const source = await read(name);
    const isKnown = (other: string) => known.has(other);
    return pageReply({
      title: `${titleOf(name, source)} · Colophon`,
      bodyHtml: `<nav><a href="/">Colophon</a> / <a href="${DOCUMENTATION_PATH}">Documentation</a></nav>
<main>
${renderDocument(source, { name, rootPath: DOCUMENTATION_PATH, isKnown })}</main>`,
    });
  };
  const rendered = new Map<string, Promise<Reply>>();
  const nameOf = (path: string): string => path.slice(DOCUMENTATION_PATH.length);
  return {
    has: (path) => `${path}/`.startsWith(DOCUMENTATION_PATH) && (nameOf(path) === INDEX || known.has(nameOf(path))),
    async page(path) {
      const name = nameOf(path);
      if (name !== INDEX && !known.has(name)) throw notFound();
      const page = rendered.get(name) ?? render(name);
      rendered.set(name, page);
      return page;
    },
  };
}

const titleOf = (name: string, source: string): string => (/^# (.+)$/m.exec(source)?.[1] ?? name).replaceAll("`", "");

function indexPage(all: readonly Listed[]): Reply {
  const listOf = (documents: readonly Listed[]): string =>
    [...documents]
      .sort((one, other) => (one.name < other.name ? -1 : 1))
      .map(({ name, title }) => `<li><a href="${DOCUMENTATION_PATH}${name}">${escapeHtml(title)}</a></li>`)
      .join("\n");
  const isDecision = ({ name }: Listed) => name.startsWith(DECISIONS);
  return pageReply({
    title: "Documentation · Colophon",
    bodyHtml: `<nav><a href="/">Colophon</a></nav>
<main>
<h1>Documentation</h1>
<ul>
${listOf(all.filter((document) => !isDecision(document)))}
</ul>
<h2>Decisions</h2>
<p>Why the service is built as it is.</p>
<ul>
${listOf(all.filter(isDecision))}
</ul>
</main>`,
  });
}

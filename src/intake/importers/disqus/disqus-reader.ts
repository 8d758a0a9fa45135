// Reads an export of Disqus as import events. It is read as a whole before the first comment, so that a damaged file is rejected, and a comment may
// precede its thread or the comment that it replies to.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { normalisePath } from "../../../content/site-path.js";
import { codeOf } from "../../../lib/error-facts.js";
import { commentName, emailFrom, inThreadOrder } from "../comments/comment-fields.js";
import {
  type ImportEvent,
  type ImportedAddresses,
  type ImportedComment,
  UnreadableSourceError,
} from "../import-event.js";
import { webUrl } from "../wordpress/wxr/wxr-text.js";
import { DisqusParser, type DisqusRecord } from "./disqus-parser.js";

const READ_SIZE = 256 * 1024;
/** Comments in one batch of events. */
const BATCH_SIZE = 500;
/** UTF-16 units that XML forbids. The decoder leaves no lone surrogates. */
const FORBIDDEN = /[^\t\n\r\u0020-\uFFFD]+/g;
const GZIP = 0x1f;

/** Yields progress, and at the end the comments, each behind the one that it replies to. */
export async function* readDisqus(path: string): AsyncGenerator<ImportEvent[]> {
  const threads = new Map<string, ImportedAddresses>();
  const posts: DisqusRecord[] = [];
  const parser = new DisqusParser((record) => {
    if (record.kind === "thread") threads.set(record.id, addressesOf(record));
    else posts.push(record);
  });
  const total = await sizeOf(path);
  const decoder = new TextDecoder("utf-8");
  let done = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: READ_SIZE }) as AsyncIterable<Buffer>) {
    if (done === 0 && chunk[0] === GZIP) {
      throw new UnreadableSourceError("The file is an archive. Unpack it and import the XML file that it contains.");
    }
    done += chunk.length;
    parser.write(decoder.decode(chunk, { stream: true }).replace(FORBIDDEN, ""));
    yield [{ kind: "progress", done, total }];
  }
  parser.write(decoder.decode().replace(FORBIDDEN, ""));
  parser.end();
  const comments = commentsOf(posts, threads);
  for (let from = 0; from < comments.length; from += BATCH_SIZE) {
    yield comments.slice(from, from + BATCH_SIZE).map((comment): ImportEvent => ({ kind: "comment", comment }));
  }
}

async function sizeOf(path: string): Promise<number> {
  const stats = await stat(path).catch((error: unknown) => {
    throw new UnreadableSourceError(`The file ${path} cannot be opened (${codeOf(error)}).`, { cause: error });
  });
  if (stats.isFile()) return stats.size;
  throw new UnreadableSourceError(`${path} is not a file. Expected an export of Disqus.`);
}

function commentsOf(
  posts: readonly DisqusRecord[],
  threads: ReadonlyMap<string, ImportedAddresses>,
): ImportedComment[] {
  const comments = new Map<string, ImportedComment>();
  const parents = new Map<string, string>();
  for (const { id, fields } of posts) {
    const threadId = fields.get("thread/id") ?? "";
    const on = threads.get(threadId) ?? { kind: "addresses", paths: [], name: `thread ${threadId.slice(0, 40)}` };
    comments.set(id, commentOf(id, fields, on));
    parents.set(id, fields.get("parent/id") ?? "");
  }
  return inThreadOrder(comments, parents);
}

function commentOf(id: string, fields: DisqusRecord["fields"], on: ImportedAddresses): ImportedComment {
  const text = (name: string): string => fields.get(name)?.trim() ?? "";
  const createdAt = new Date(text("createdAt"));
  return {
    key: `post:${id.slice(0, 100)}`,
    on,
    parentKey: null,
    kind: "COMMENT",
    state: stateOf(text),
    authorName: commentName(text("author/name") || text("author/username")),
    authorUrl: webUrl(text("author/link")),
    authorEmail: emailFrom(text("author/email")),
    source: text("message"),
    format: "HTML",
    createdAt: Number.isNaN(createdAt.getTime()) ? null : createdAt,
  };
}

function stateOf(text: (name: string) => string): ImportedComment["state"] {
  if (text("isDeleted") === "true") return "TRASHED";
  if (text("isSpam") === "true") return "SPAM";
  return text("isApproved") === "false" ? "PENDING" : "APPROVED";
}

/** The page by its link, and by its identifier if that is an address: `/path`, or the last word of `123 https://blog.example.org/?p=123`. */
function addressesOf({ fields }: DisqusRecord): ImportedAddresses {
  const link = fields.get("link")?.trim() ?? "";
  const identifier = fields.get("id")?.trim().split(/\s+/).at(-1) ?? "";
  const paths = [link, identifier].flatMap(pathsOf);
  return { kind: "addresses", paths: [...new Set(paths)], name: link || fields.get("title")?.trim() || "a thread" };
}

/** As it stands, and without the name of a file that servers show for a folder. */
function pathsOf(address: string): string[] {
  const path = siteRelative(address);
  if (path === null) return [];
  return [path, path.replace(/\/index\.html?$/, "/")].flatMap((each) => normalisePath(each) ?? []).filter(isPage);
}

const isPage = (path: string): boolean => path !== "/";

function siteRelative(address: string): string | null {
  if (/^\/(?!\/)/.test(address)) return address;
  const url = URL.canParse(address) ? new URL(address) : null;
  return url !== null && /^https?:$/.test(url.protocol) ? url.pathname + url.search : null;
}

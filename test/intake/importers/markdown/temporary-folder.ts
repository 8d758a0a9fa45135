// Writes, reads and deletes temporary folders of posts for the tests of the Markdown reader.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ImportEvent, ImportedPost, ImportNotice } from "../../../../src/intake/importers/import-event.js";
import { type MarkdownOptions, readMarkdownFolder } from "../../../../src/intake/importers/markdown/markdown-reader.js";

export type FolderContent = Readonly<Record<string, string | Uint8Array>>;

export interface ReadFolder {
  events: ImportEvent[];
  batches: ImportEvent[][];
  posts: ImportedPost[];
  notices: ImportNotice[];
  /** The numbers of items that are not imported, by kind. */
  counts: Record<string, number>;
}

export const OPTIONS: MarkdownOptions = { timeZone: "Asia/Shanghai", now: new Date("2026-01-01T00:00:00Z") };

export async function withFolder<T>(content: FolderContent, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "colophon-markdown-"));
  try {
    for (const [path, text] of Object.entries(content)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export function readContent(content: FolderContent, options: Partial<MarkdownOptions> = {}): Promise<ReadFolder> {
  return withFolder(content, (folder) => readFolder(folder, options));
}

/** Reads one file and returns its post and notices. */
export async function readPost(
  text: string,
  path = "posts/a-post.md",
  options: Partial<MarkdownOptions> = {},
): Promise<{ post: ImportedPost; notices: string[] }> {
  const { posts, notices } = await readContent({ [path]: text }, options);
  const [post] = posts;
  if (post === undefined || posts.length > 1) throw new Error(`expected one post, got ${posts.length}`);
  return { post, notices: notices.map(({ code, reason }) => `${code} ${reason}`) };
}

export async function readFolder(folder: string, options: Partial<MarkdownOptions> = {}): Promise<ReadFolder> {
  const batches: ImportEvent[][] = [];
  for await (const batch of readMarkdownFolder(folder, { ...OPTIONS, ...options })) batches.push(batch);
  const events = batches.flat();
  return {
    events,
    batches,
    posts: events.flatMap((event) => (event.kind === "post" ? [event.post] : [])),
    notices: events.flatMap((event) => (event.kind === "notice" ? [event.notice] : [])),
    counts: Object.fromEntries(
      events.flatMap((event) => (event.kind === "counted" ? [[event.what, event.count]] : [])),
    ),
  };
}

// Reads other files of the site while a post is translated: the post that `post_link` names and the code that `include_code` includes.
import { existsSync, realpathSync } from "node:fs";
import { join, sep } from "node:path";
import { lineOf } from "../../front-matter/field-value.js";
import { type FrontMatter, readFrontMatter } from "../../front-matter/front-matter.js";
import { FrontMatterError } from "../../front-matter/front-matter-fence.js";
import type { FrontMatterFields } from "../../front-matter/front-matter-fields.js";
import { withoutComments } from "../../posts/template-comments.js";
import { MAX_FILE_BYTES, readTextFileSync, UnreadableFileError } from "../../text-file.js";
import { postAddresses } from "../addresses/hexo-addresses.js";
import { hexoFileName } from "../addresses/hexo-file-name.js";
import { hexoFile } from "../hexo-files.js";
import type { HexoSettings } from "../hexo-settings.js";
import type { LinkedPost } from "../tags/hexo-tag-context.js";

const MAX_CODE = 512 * 1024;

export class HexoSources {
  /** The paths of posts within the project, by what Hexo calls their slug. */
  #bySlug: Map<string, string> | null = null;
  readonly #linked = new Map<string, LinkedPost | null>();

  /**
   * `paths` are those of the Markdown files, relative to the project. `codeFolder` is relative to the source folder. `isPublic` decides by
   * the path and the complete front matter whether anybody may see a post.
   */
  constructor(
    private readonly project: string,
    private readonly paths: readonly string[],
    private readonly settings: HexoSettings,
    private readonly codeFolder: string,
    private readonly isPublic: (path: string, fields: FrontMatterFields) => boolean,
  ) {}

  post(slug: string): LinkedPost | null {
    const known = this.#linked.get(slug);
    if (known !== undefined) return known;
    const path = this.#paths().get(slug) ?? this.#paths().get(slug.replace(/\.(?:md|markdown)$/, "")) ?? null;
    const post = path === null ? null : this.#linkedPost(path);
    this.#linked.set(slug, post);
    return post;
  }

  /** Whether the file is in the source folder. */
  has(path: string): boolean {
    const inside = this.#inside(this.settings.source, path);
    return inside !== null && existsSync(inside);
  }

  includedCode(path: string): string | null {
    const folder = `${this.settings.source}/${this.codeFolder}`;
    const inside = this.#inside(folder, path);
    return inside === null ? null : this.#read(inside, join(this.project, folder), MAX_CODE);
  }

  #paths(): Map<string, string> {
    if (this.#bySlug !== null) return this.#bySlug;
    this.#bySlug = new Map();
    for (const path of this.paths) {
      const file = hexoFile(path, this.project, this.settings);
      if (file.place !== "POST") continue;
      const { slug } = hexoFileName(file.path, this.settings.postName);
      if (!this.#bySlug.has(slug)) this.#bySlug.set(slug, path);
    }
    return this.#bySlug;
  }

  #linkedPost(path: string): LinkedPost | null {
    const file = hexoFile(path, this.project, this.settings);
    if (file.place !== "POST") return null;
    const text = this.#read(join(this.project, path), this.project, MAX_FILE_BYTES);
    const page = text === null ? null : readIfValid(text);
    if (page === null) return null;
    const { date, fields: inName } = hexoFileName(file.path, this.settings.postName);
    const all = page.fields.inheriting(new Map([...inName, ...(date === null ? [] : [["date", date] as const])]));
    const address =
      postAddresses(file.path, all, this.settings).path ?? `/posts/${file.path.replace(/^.*\/|\.[^./]*$/g, "")}`;
    const isPublic = this.isPublic(path, all) && !withoutComments(page.body, "HEXO").isUnclosed;
    return { path: encodeURI(decoded(address)), title: isPublic ? lineOf(all.first("title")) : null };
  }

  /** Null if the path leads out of the folder. */
  #inside(folder: string, path: string): string | null {
    const root = join(this.project, folder);
    const full = join(root, path);
    return full.startsWith(root + sep) && !/[\0]/.test(path) ? full : null;
  }

  /** Null if the file cannot be read, or if a symbolic link leads out of the folder. */
  #read(path: string, folder: string, maxBytes: number): string | null {
    try {
      if (!realpathSync(path).startsWith(realpathSync(folder) + sep)) return null;
      return readTextFileSync(path, maxBytes).text;
    } catch (error) {
      if (error instanceof UnreadableFileError || (error instanceof Error && "code" in error)) return null;
      throw error;
    }
  }
}

/** Null if the front matter cannot be read. */
function readIfValid(text: string): FrontMatter | null {
  try {
    return readFrontMatter(text);
  } catch (error) {
    if (error instanceof FrontMatterError) return null;
    throw error;
  }
}

function decoded(path: string): string {
  return path.replaceAll("%23", "#").replaceAll("%3F", "?");
}

// The command `colophon import`, which imports a WordPress export, a folder of Markdown files, or the comments of Disqus.
import { statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { readDisqus } from "../intake/importers/disqus/disqus-reader.js";
import { FileDownload } from "../intake/importers/files/file-download.js";
import type { FileSource } from "../intake/importers/files/file-source.js";
import { SiteFolder } from "../intake/importers/files/site-folder.js";
import { Uploads } from "../intake/importers/files/uploads.js";
import { assertTimeZone } from "../intake/importers/markdown/front-matter/written-date.js";
import { readMarkdownFolder } from "../intake/importers/markdown/markdown-reader.js";
import { readWordPress } from "../intake/importers/wordpress/wordpress-reader.js";
import { messageOf } from "../lib/error-facts.js";
import type { Config } from "../platform/config/config.js";
import { OutboundGuard } from "../platform/outbound/outbound-guard.js";
import { type CommonOptions, importInto } from "./import-run/import-into.js";

export function importCommand(): Command {
  return new Command("import")
    .description(
      "Import a site. Repeating an import changes nothing; an interrupted import can be resumed by running it again.",
    )
    .addCommand(wordpressCommand())
    .addCommand(markdownCommand())
    .addCommand(disqusCommand());
}

function withReportOptions(command: Command): Command {
  return command
    .option("--dry-run", "run the whole import and report the result, but store nothing")
    .option(
      "--report <file>",
      "also write the whole report to this file: a page to look at for .html, else JSON; may be given several times",
      (file: string, files: string[] = []) => [...files, file],
    )
    .option("--source <name>", "name that identifies this source when it is imported again from another place");
}

function withCommonOptions(command: Command): Command {
  return withReportOptions(command)
    .option(
      "--author <name>",
      "author of posts without an author (default: from the generator's settings, else Editor)",
    )
    .option(
      "--locale <tag>",
      "language of posts without a language, as BCP 47 tag (default: from the source, else from the site)",
    )
    .option(
      "--site-url <url>",
      "former address of the posts, to recognise links among them (default: from the source)",
      parseSiteUrl,
    )
    .option(
      "--time-zone <zone>",
      "IANA time zone of the site, in which archives are counted, and of dates without a zone (default: from the source, else UTC)",
      parseTimeZone,
    )
    .option("--no-files", "leave pictures and other files where they are");
}

interface WordPressCommandOptions extends CommonOptions {
  pages: "skip" | "drafts";
  uploads?: string;
  download?: true;
}

function uploadsOf({ uploads, download }: WordPressCommandOptions, config: Config): FileSource {
  const guard = new OutboundGuard(config.outboundAllow);
  return new Uploads({
    folder: uploads ?? null,
    download: download === true ? new FileDownload({ guard, maxBytes: config.assets.maxBytes }) : null,
  });
}

function parseFolder(path: string): string {
  const folder = resolve(path);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return folder;
  throw new InvalidArgumentError(`expected a folder, got ${JSON.stringify(path)}`);
}

function wordpressCommand(): Command {
  const pages = new Option(
    "--pages <how>",
    "skip: pages are no posts, and imported as pages; drafts: as drafts among the posts",
  )
    .choices(["skip", "drafts"])
    .default("skip");
  return withCommonOptions(new Command("wordpress").argument("<file>", "export file (WXR 1.0 to 1.2)"))
    .description("Import a WordPress export.")
    .addOption(pages)
    .option("--uploads <folder>", "copy of wp-content/uploads, from which pictures and files are taken", parseFolder)
    .option("--download", "download pictures and files, those that the copy does not have, from the old site")
    .action((file: string, options: WordPressCommandOptions) =>
      importInto(
        readWordPress(resolve(file), { pages: options.pages }),
        `wordpress:${basename(file)}`,
        options,
        (config) => uploadsOf(options, config),
      ),
    );
}

interface FolderOptions extends CommonOptions {
  permalink?: string;
  categories?: "separate" | "path";
  collections?: string[];
}

const MEANINGS = { separate: "SEPARATE", path: "PATH" } as const;

function markdownCommand(): Command {
  const categories = new Option(
    "--categories <meaning>",
    "whether a flat list of categories means separate categories or one path (default: as the generator reads it)",
  ).choices(["separate", "path"]);
  return withCommonOptions(new Command("markdown").argument("<folder>", "folder of Hugo, Hexo, Jekyll or Zola posts"))
    .description("Import a folder of Markdown files with front matter.")
    .option(
      "--permalink <pattern>",
      "former paths of the posts, such as /:year/:month/:slug/, which will redirect (default: from the generator's settings)",
    )
    .addOption(categories)
    .option(
      "--collections <names>",
      "collections of Jekyll that are imported as posts, each in a category of its name, such as wiki,notes (default: none; the report counts them)",
      (names: string) => names.split(",").map((name) => name.trim()),
    )
    .action((folder: string, options: FolderOptions) => {
      const events = readMarkdownFolder(resolve(folder), {
        timeZone: options.timeZone ?? null,
        locale: options.locale ?? null,
        author: options.author ?? null,
        permalink: options.permalink ?? null,
        collections: options.collections ?? [],
        flatCategories: options.categories === undefined ? null : MEANINGS[options.categories],
      });
      return importInto(events, `markdown:${basename(resolve(folder))}`, options, () => new SiteFolder());
    });
}

function disqusCommand(): Command {
  return withReportOptions(new Command("disqus").argument("<file>", "export file (XML)"))
    .description("Import comments of Disqus onto the posts that are here.")
    .action((file: string, options: Omit<CommonOptions, "files">) =>
      importInto(
        readDisqus(resolve(file)),
        `disqus:${basename(file)}`,
        { ...options, files: false },
        () => new SiteFolder(),
      ),
    );
}

function parseSiteUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new InvalidArgumentError(`expected an address such as https://blog.example.org, got ${JSON.stringify(text)}`);
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

function parseTimeZone(zone: string): string {
  try {
    assertTimeZone(zone);
    return zone;
  } catch (error) {
    throw new InvalidArgumentError(messageOf(error));
  }
}

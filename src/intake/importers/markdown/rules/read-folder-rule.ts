// Which folders the site generator reads, by its configuration. Other generators than Jekyll are recognised by the names of folders.
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { FolderRule } from "../folder-walk.js";
import type { GeneratorSettings } from "../generator-settings.js";
import { JekyllEntries } from "../jekyll/jekyll-entries.js";
import { jekyllSettings } from "../jekyll/jekyll-settings.js";

/** Null if only the names of folders tell. `folder` is the absolute path of the imported folder. */
export async function readFolderRule(
  { generator, place, config, unreadable }: GeneratorSettings,
  folder: string,
): Promise<FolderRule | null> {
  if (generator !== "JEKYLL" || unreadable !== null) return null;
  // A short _config.yml may be that of Hexo, which alone has posts in this folder.
  const depth = place.split("/").filter((part) => part !== "");
  const hexoPosts = join(folder, ...depth.map(() => ".."), "source", "_posts");
  if (!config.has("source") && (await stat(hexoPosts).catch(() => null)) !== null) return null;
  const entries = new JekyllEntries(jekyllSettings(config));
  return (path) => entries.folderReason(place + path);
}

// `colophon site`: shows the metadata of the site, and changes what an option names.
import { Command } from "commander";
import { changeSite, type SiteMetadata } from "../content/site/site.service.js";
import { ownTransactions } from "../platform/db/transaction.js";
import { withDatabase } from "./with-database.js";

export function siteCommand(): Command {
  return new Command("site")
    .description("Show the metadata of the site, after changing what is given.")
    .option("--title <title>", "the name of the site")
    .option("--description <text>", "a description in plain text; empty for none")
    .option("--url <url>", "the absolute URL of the site, such as https://blog.example.org")
    .option("--locale <tag>", "the main language, such as zh-CN")
    .option("--time-zone <zone>", "the IANA time zone in which years and months are counted, such as Asia/Shanghai")
    .action((options: Partial<SiteMetadata>) =>
      withDatabase(async (dataSource) => {
        const site = await ownTransactions(dataSource)((tx) => changeSite(tx, options));
        process.stdout.write(`${JSON.stringify(site, null, 2)}\n`);
      }),
    );
}

// llms.txt (https://llmstxt.org): what the site is and where its texts are as Markdown, for language models.
import { LlmsDocument, type LlmsQuery } from "../../__generated__/graphql.js";
import { textReply } from "../../replies.js";
import type { Route } from "../../site-reply.js";
import { absoluteUrl } from "../absolute-url.js";
import { markdownPath } from "./markdown-route.js";

interface Section {
  title: string;
  links: readonly { text: string; url: string; note?: string | null }[];
}

export const llmsRoute: Route = {
  key: "llms",
  varies: false,
  respond: async (api) => textReply(llmsText(await api.query(LlmsDocument, {}))),
};

function llmsText({ site, posts, pages, allSeries, categories }: LlmsQuery): string {
  const urlOf = ({ path }: { path: string }) => absoluteUrl(site.url, path);
  const twinOf = ({ path }: { path: string }) => absoluteUrl(site.url, markdownPath(path));
  const sections: Section[] = [
    {
      title: "Latest posts",
      links: posts.nodes.map((post) => ({ text: post.title, url: twinOf(post), note: post.excerpt })),
    },
    { title: "Pages", links: pages.nodes.map((page) => ({ text: page.title, url: twinOf(page) })) },
    {
      title: "Series",
      links: allSeries.nodes.map((series) => ({ text: series.title, url: urlOf(series), note: series.description })),
    },
    {
      title: "Categories",
      links: categories.nodes
        .filter(({ postCount }) => postCount > 0)
        .map((category) => ({ text: category.name, url: urlOf(category), note: category.description })),
    },
    {
      title: "Optional",
      links: [
        { text: "All pages", url: absoluteUrl(site.url, "/sitemap.xml") },
        { text: "Whole texts of the latest posts", url: absoluteUrl(site.url, "/feed.json") },
      ],
    },
  ];
  const about = site.description === null ? [] : [`> ${oneLine(site.description)}`];
  const written = sections.filter(({ links }) => links.length > 0).map(sectionText);
  const hint = "Each post and each page is Markdown at its URL with .md at the end.";
  return `${[`# ${oneLine(site.title)}`, ...about, hint, ...written].join("\n\n")}\n`;
}

function sectionText({ title, links }: Section): string {
  const lines = links.map(({ text, url, note }) => {
    const end = note == null || note === "" ? "" : `: ${oneLine(note)}`;
    return `- [${oneLine(text)}](${url.replaceAll("(", "%28").replaceAll(")", "%29")})${end}`;
  });
  return `## ${title}\n\n${lines.join("\n")}`;
}

/** Plain text in a line of Markdown. */
function oneLine(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[\\`*_[\]<>#]/g, "\\$&");
}

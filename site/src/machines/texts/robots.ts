// robots.txt (RFC 9309): everything may be read but searches, of which there is no end.
import { RobotsDocument } from "../../__generated__/graphql.js";
import { textReply } from "../../replies.js";
import type { Route } from "../../site-reply.js";
import { absoluteUrl } from "../absolute-url.js";

export const robotsRoute: Route = {
  key: "robots",
  varies: false,
  respond: async (api) => {
    const { site } = await api.query(RobotsDocument, {});
    const base = new URL(site.url).pathname.replace(/\/$/, "");
    const lines = [
      "User-agent: *",
      `Disallow: ${base}/search?`,
      "",
      `Sitemap: ${absoluteUrl(site.url, "/sitemap.xml")}`,
    ];
    return textReply(`${lines.join("\n")}\n`);
  },
};

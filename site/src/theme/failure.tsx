// The page that is shown where there is no other: without any content of the site, so that it needs no API. It speaks English and Chinese, since the
// language of the site is content.
import type { SiteReply } from "../site-reply.js";
import { htmlReply } from "./html-reply.js";
import type { Theme } from "./theme.js";

interface Said {
  english: string;
  chinese: string;
}

const TEXTS: Readonly<Record<number, Said>> = {
  400: { english: "This address is not valid.", chinese: "这个地址无效。" },
  401: { english: "This preview is not valid any more.", chinese: "这个预览已经失效。" },
  405: { english: "This address can only be read.", chinese: "这个地址只能读取。" },
  429: { english: "Too many requests. Please try again in a moment.", chinese: "请求太多，请稍后再试。" },
};
const OTHER: Said = {
  english: "The site cannot be shown at the moment. Please try again.",
  chinese: "网站暂时无法显示，请稍后再试。",
};

export function failureReply(theme: Theme, { status }: { status: number }): SiteReply {
  const { english, chinese } = TEXTS[status] ?? OTHER;
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{english}</title>
        <style dangerouslySetInnerHTML={{ __html: theme.stylesheets.lists }} />
      </head>
      <body>
        <main class="failure">
          <h1>{status}</h1>
          <p>{english}</p>
          <p lang="zh-Hans">{chinese}</p>
          <p>
            <a href="/">Home</a>
            {" · "}
            <a href="/" lang="zh-Hans">
              首页
            </a>
          </p>
        </main>
      </body>
    </html>
  );
  return htmlReply(theme, page, status);
}

// The foot of the site: its second menu, its profiles elsewhere and its feeds.
import { linkTo } from "../../../site-path.js";
import type { FrameProps } from "../../theme.js";
import { footerMenu, isCurrent } from "./menus.js";

export function Footer({ frame, page }: FrameProps) {
  const { site } = frame;
  const { words } = page;
  return (
    <footer class="site-foot" lang={site.locale}>
      <nav aria-label={words.footer}>
        <ul class="menu">
          {footerMenu(frame, words).map(({ label, url }) => (
            <li key={url}>
              <a href={linkTo(url)} aria-current={isCurrent(url, page)}>
                {label}
              </a>
            </li>
          ))}
          {site.socialLinks.map(({ name, url }) => (
            <li key={url}>
              <a href={linkTo(url)} rel="me noopener external">
                {name}
              </a>
            </li>
          ))}
          <li>
            <a href="/feed.xml">{words.feed}</a>
          </li>
        </ul>
      </nav>
      <p>
        <a href="/">{site.title}</a>
      </p>
    </footer>
  );
}

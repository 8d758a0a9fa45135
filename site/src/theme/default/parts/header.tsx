// The head of the site: its name, its main menu and the way to the search.
import type { FrameFragment } from "../../../__generated__/graphql.js";
import { linkTo } from "../../../site-path.js";
import type { FrameProps, PageContext } from "../../theme.js";
import { isCurrent, type MenuLink, mainMenu } from "./menus.js";

export function Header({ frame, page }: FrameProps) {
  const { site } = frame;
  const { words } = page;
  return (
    <header class="site-head" lang={site.locale}>
      <div class="bar">
        <a class="brand" href="/" rel="home" aria-current={page.path === "/" && page.isFirst ? "page" : undefined}>
          <Logo logo={site.logo} />
          {site.title}
        </a>
        <nav aria-label={words.navigation}>
          <ul class="menu">
            {mainMenu(frame, words).map((item) => (
              <Item key={item.url} item={item} page={page} />
            ))}
            <li>
              <a href="/search" aria-current={isCurrent("/search", page)}>
                {words.search}
              </a>
            </li>
          </ul>
        </nav>
      </div>
    </header>
  );
}

function Logo({ logo }: { logo: FrameFragment["site"]["logo"] }) {
  if (logo === null) return null;
  const { url, width, height } = logo;
  return <img class="logo" src={url} alt="" width={width ?? undefined} height={height ?? undefined} />;
}

/** An item with others below it opens them without a script; its own link is the first of them. */
function Item({ item, page }: { item: MenuLink; page: PageContext }) {
  const { label, url, items } = item;
  if (items.length === 0) {
    return (
      <li>
        <MenuAnchor label={label} url={url} page={page} />
      </li>
    );
  }
  const own = url === "#" ? [] : [{ label, url }];
  return (
    <li>
      <details name="menu">
        <summary>{label}</summary>
        <ul>
          {[...own, ...items].map((below) => (
            <li key={below.url}>
              <MenuAnchor label={below.label} url={below.url} page={page} />
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}

function MenuAnchor({ label, url, page }: { label: string; url: string; page: PageContext }) {
  return (
    <a href={linkTo(url)} aria-current={isCurrent(url, page)}>
      {label}
    </a>
  );
}

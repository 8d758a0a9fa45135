// The head of a list: where it is, its name, and how much is in it.
import type { ComponentChildren } from "preact";
import { encodePath } from "../../../site-path.js";
import type { PageContext } from "../../theme.js";

export interface ListHeadProps {
  title: string;
  page: PageContext;
  /** What is above it, from the top. */
  above?: readonly { name: string; path: string }[];
  description?: string | null;
  count?: number;
  children?: ComponentChildren;
}

export function ListHead({ title, page: { words }, above = [], description, count, children }: ListHeadProps) {
  return (
    <header class="list-head">
      {above.length > 0 && (
        <nav class="crumbs" aria-label={words.breadcrumbs}>
          <ol>
            {above.map(({ name, path }) => (
              <li key={path}>
                <a href={encodePath(path)}>{name}</a>
              </li>
            ))}
          </ol>
        </nav>
      )}
      <h1>{title}</h1>
      {description != null && description !== "" && <p>{description}</p>}
      {count !== undefined && <p class="count">{words.posts(count)}</p>}
      {children}
    </header>
  );
}

// The menus of a Hugo site come from its configuration and from the front matter of its public pages.
import assert from "node:assert/strict";
import { it } from "node:test";
import { readContent } from "./temporary-folder.js";

it("menus of Hugo have the entries of the configuration and of public pages, by weight and parent", async () => {
  const page = (title: string, more: string): string => `---\ntitle: ${title}\ndate: 2020-01-01\n${more}\n---\nText.\n`;
  const { events } = await readContent({
    "hugo.yaml": `baseURL: https://notes.example.net/
menus:
  main:
    - { name: Code, url: "https://code.example.net", weight: 30 }
    - { name: Posts, pageRef: /posts/a, weight: 10, identifier: posts }
    - { name: Inside, url: /inside/, parent: posts }
`,
    "content/posts/a.md": page("A", "url: /aa/"),
    "content/posts/b.md": page("B", "linkTitle: Bee\nmenu: { main: { weight: 20 } }"),
    "content/posts/c.md": page("Secret", "draft: true\nmenu: main"),
    "content/about.md": page("About", "menu: [main, footer]"),
  });
  const item = (label: string, url: string | null, target: object | null = null, items: object[] = []): object => ({
    ...{ label, url, target, isInNewWindow: false, items },
  });
  const about = item("About", null, { kind: "page", key: "content/about.md" });
  assert.deepEqual(
    events.flatMap((event) => (event.kind === "menu" ? [event.menu] : [])),
    [
      {
        ...{ slug: "main", name: "main" },
        items: [
          item("Posts", "/aa/", null, [item("Inside", "/inside/")]),
          item("Bee", null, { kind: "post", key: "content/posts/b.md" }),
          item("Code", "https://code.example.net"),
          about,
        ],
      },
      { slug: "footer", name: "footer", items: [about] },
    ],
  );
});

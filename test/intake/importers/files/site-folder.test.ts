// Every file that a post of a site in a folder shows is found where its generator would have taken it, and none outside of the site.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { SiteFolder } from "../../../../src/intake/importers/files/site-folder.js";
import type { ImportEvent } from "../../../../src/intake/importers/import-event.js";
import { readMarkdownFolder } from "../../../../src/intake/importers/markdown/markdown-reader.js";
import { renderBody } from "../../../../src/platform/markup/render.js";

const DATED = "title: A\ndate: 2020-01-02";

interface Found {
  /** The file of the site for every path that the bodies refer to; what is absent has the reason in brackets. */
  files: Record<string, string>;
  covers: (string | null)[];
  unused: number;
}

/** The content of each file of the site is its own path. */
async function filesOf(
  texts: Record<string, string>,
  files: readonly string[],
  { part = "", prepare }: { part?: string; prepare?: (root: string) => Promise<void> } = {},
): Promise<Found> {
  const root = await mkdtemp(join(tmpdir(), "site-"));
  try {
    for (const [path, text] of [...Object.entries(texts), ...files.map((file) => [file, file] as const)]) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    await prepare?.(root);
    return await readFiles(root, part);
  } finally {
    await rm(root, { recursive: true });
  }
}

async function readFiles(root: string, part: string): Promise<Found> {
  const source = new SiteFolder();
  const files: Record<string, string> = {};
  const covers: (string | null)[] = [];
  let siteUrl: string | null = null;
  const batches: ImportEvent[][] = [];
  for await (const batch of readMarkdownFolder(join(root, part), { now: new Date("2024-01-01") })) batches.push(batch);
  for (const event of batches.flat()) {
    source.note(event);
    if (event.kind === "site") siteUrl = event.site.url;
    if (event.kind === "post") covers.push(event.post.cover?.url ?? null);
  }
  for (const event of batches.flat()) {
    const text = event.kind === "post" ? event.post.source : event.kind === "page" ? event.page.source : "";
    for (const path of renderBody(text, "MARKDOWN", { siteUrl }).assetPaths) {
      if (/^\/.*\.(?:png|pdf|jpg)$/.test(path)) files[path] = await contentAt(source, path);
    }
  }
  return { files, covers, unused: await source.countUnused() };
}

async function contentAt(source: SiteFolder, path: string): Promise<string> {
  const reasons: string[] = [];
  for (const { address } of source.candidates(path)) {
    const opened = await source.open(address);
    if (!("absence" in opened)) return await readFile(opened.file, "utf8");
    reasons.push(`(${opened.absence}: ${opened.reason})`);
  }
  return reasons[0] ?? "";
}

const MISSING = "(MISSING: the folder of the site does not have it)";

describe("the files of a Hugo site", () => {
  const config = 'baseURL = "https://blog.example.org/"\ntheme = "plain"\n';

  it("are those of bundles, static files, files of sections and of assets, also of the theme", async () => {
    const { files, covers } = await filesOf(
      {
        "hugo.toml": config,
        "content/posts/trip/index.md": `---\n${DATED}\ncover: cover.jpg\n---\n![](a.png) ![](img/b%20c.png) ![](/logo.png) {{< figure src="图.png" >}} ![](https://blog.example.org/own.png) ![](https://other.example.org/x.png) ![](gone.png)`,
        "content/posts/flat.md": `---\n${DATED}\n---\n![](../shared/d.png) ![](e.png) [pdf](/docs/f.pdf) ![](/processed.png) ![](/theme.png)`,
      },
      [
        ...[
          "content/posts/trip/a.png",
          "content/posts/trip/img/b c.png",
          "content/posts/trip/图.png",
          "content/posts/trip/cover.jpg",
        ],
        ...[
          "static/logo.png",
          "static/own.png",
          "content/posts/shared/d.png",
          "content/posts/e.png",
          "static/docs/f.pdf",
        ],
        ...["assets/processed.png", "themes/plain/static/theme.png", "static/unused.png"],
      ],
    );
    assert.deepEqual(files, {
      "/posts/flat/e.png": "content/posts/e.png",
      "/posts/shared/d.png": "content/posts/shared/d.png",
      "/docs/f.pdf": "static/docs/f.pdf",
      "/processed.png": "assets/processed.png",
      "/theme.png": "themes/plain/static/theme.png",
      "/posts/trip/a.png": "content/posts/trip/a.png",
      "/posts/trip/img/b c.png": "content/posts/trip/img/b c.png",
      "/logo.png": "static/logo.png",
      "/posts/trip/图.png": "content/posts/trip/图.png",
      "/own.png": "static/own.png",
      "/posts/trip/gone.png": MISSING,
    });
    assert.deepEqual(covers, [null, "https://blog.example.org/posts/trip/cover.jpg"]);
  });

  it("are found by languages, mounts and a base path, and the settings of the site leave files out", async () => {
    const { files } = await filesOf(
      {
        "hugo.yaml": [
          "baseURL: https://example.net/blog/",
          "defaultContentLanguage: en",
          "languages: { en: {}, zh: {} }",
          "ignoreFiles: ['\\.raw\\.png$']",
          "module: { mounts: [{ source: content, target: content }, { source: pictures, target: static/img }, { source: static, target: static }] }",
        ].join("\n"),
        "content/posts/a/index.zh.md": `---\n${DATED}\n---\n![](x.png) ![](y.raw.png) ![](/blog/img/z.png) ![](/blog/s.png) ![](/s.png)`,
      },
      ["content/posts/a/x.png", "content/posts/a/y.raw.png", "pictures/z.png", "static/s.png"],
    );
    assert.deepEqual(files, {
      "/zh/posts/a/x.png": "content/posts/a/x.png",
      "/zh/posts/a/y.raw.png": "(REFUSED: Hugo's setting ignoreFiles names “\\.raw\\.png$”)",
      "/img/z.png": "pictures/z.png",
      "/s.png": "static/s.png",
    });
  });

  it("are found for drafts and for a part of the site, and names are compared in NFC", async () => {
    const { files } = await filesOf(
      {
        "hugo.toml": config,
        "content/posts/é/index.md": `---\n${DATED}\ndraft: true\n---\n![](é.png) ![](/s.png)`,
      },
      ["content/posts/é/e\u0301.png", "static/s.png"],
      { part: "content" },
    );
    assert.deepEqual(files, { "/posts/é/é.png": "content/posts/é/e\u0301.png", "/s.png": "static/s.png" });
  });
});

describe("the files of a Hexo site", () => {
  it("are those of the folder of the post and of the source folder, with the tags for them", async () => {
    const config =
      "url: https://hexo.example.org\nnew_post_name: :title.md\npost_asset_folder: true\nexclude: ['secret/**']\n";
    const { files } = await filesOf(
      {
        "_config.yml": config,
        "source/_posts/旅行.md": `---\n${DATED}\n---\n![](a.png)\n{% asset_img b.png B %}\n<img src="{% asset_path c.png %}">\n![](旅行/d.png) ![](/images/e.png) ![](../images/f.png) ![](/secret/g.png)`,
        "source/_drafts/later.md": "---\ntitle: L\n---\n![](h.png)",
        "source/about/index.md": "---\ntitle: About\n---\n![](i.png)",
      },
      [
        ..."abcd".split("").map((name) => `source/_posts/旅行/${name}.png`),
        ...["source/images/e.png", "source/images/f.png", "source/secret/g.png", "source/_drafts/later/h.png"],
        "source/about/i.png",
      ],
    );
    assert.deepEqual(files, {
      ...Object.fromEntries(
        "abcd".split("").map((name) => [`/2020/01/02/旅行/${name}.png`, `source/_posts/旅行/${name}.png`]),
      ),
      "/images/e.png": "source/images/e.png",
      "/images/f.png": "source/images/f.png",
      "/secret/g.png": "(REFUSED: Hexo's setting exclude names “secret/**”)",
      "/source/_drafts/later/h.png": "source/_drafts/later/h.png",
      "/about/i.png": "source/about/i.png",
    });
  });
});

describe("the files of a Jekyll site", () => {
  it("are those of its source, without what it excludes, and those beside a post", async () => {
    const { files, covers, unused } = await filesOf(
      {
        "_config.yml": "title: J\nurl: https://j.example.org\nbaseurl: /b\nexclude: [raw]\npermalink: pretty\n",
        "_posts/2020-01-02-a.md": `---\ntitle: A\nimage: /assets/a.png\n---\n![]({{ site.baseurl }}/assets/a.png) ![]({{ "/images/b.png" | relative_url }}) ![](c.png) ![](/b/raw/d.png) ![](/b/_hidden/e.png)`,
        "_drafts/later.md": "---\ntitle: L\n---\n![](../assets/a.png)",
      },
      ["assets/a.png", "images/b.png", "_posts/c.png", "raw/d.png", "_hidden/e.png", "assets/unused.png"],
    );
    assert.deepEqual(files, {
      "/assets/a.png": "assets/a.png",
      "/images/b.png": "images/b.png",
      "/2020/01/02/a/c.png": "_posts/c.png",
      "/raw/d.png": "(REFUSED: Jekyll's configuration excludes “raw”)",
      "/_hidden/e.png":
        "(REFUSED: Jekyll passes over files and folders whose names begin with _, ., # or ~, or end with ~)",
    });
    assert.deepEqual(
      covers.filter((cover) => cover !== null),
      ["/assets/a.png"],
    );
    assert.equal(unused, 3);
  });
});

describe("the files of a folder of posts without a configuration", () => {
  it("are found relative to the posts, whose addresses are not known, and from the root", async () => {
    const { files, covers } = await filesOf(
      {
        "notes/a/one.md": `---\n${DATED}\nimage: cover.jpg\n---\n![](x.png) ![](../y.png) ![](/z.png) <img src='img/w.png'> [other](two.md) [pdf](v.pdf)`,
        "two.md": `---\n${DATED}\n---\n![](x.png)`,
      },
      [
        "notes/a/x.png",
        "notes/y.png",
        "static/z.png",
        "notes/a/img/w.png",
        "notes/a/v.pdf",
        "notes/a/cover.jpg",
        "x.png",
      ],
    );
    assert.deepEqual(files, {
      "/notes/a/x.png": "notes/a/x.png",
      "/notes/y.png": "notes/y.png",
      "/z.png": "static/z.png",
      "/notes/a/img/w.png": "notes/a/img/w.png",
      "/notes/a/v.pdf": "notes/a/v.pdf",
      "/x.png": "x.png",
    });
    assert.ok(covers.includes("/notes/a/cover.jpg"));
  });

  it("are never outside of the folder, neither by dots nor by symbolic links, and never hidden", async () => {
    const outside = await mkdtemp(join(tmpdir(), "outside-"));
    try {
      await writeFile(join(outside, "secret.png"), "secret");
      const { files } = await filesOf(
        {
          "a.md": `---\n${DATED}\n---\n![](link.png) ![](folder/secret.png) ![](inside.png) ![](/..%2f..%2fsecret.png) ![](/.git/x.png) ![](/%5c..%5csecret.png)`,
        },
        ["own.png", ".git/x.png"],
        {
          prepare: async (root) => {
            await symlink(join(outside, "secret.png"), join(root, "link.png"));
            await symlink(outside, join(root, "folder"));
            await symlink(join(root, "own.png"), join(root, "inside.png"));
          },
        },
      );
      const { "/inside.png": inside, ...others } = files;
      assert.equal(inside, "own.png");
      assert.ok(Object.keys(others).length >= 4);
      for (const [path, found] of Object.entries(others)) assert.equal(found, MISSING, path);
    } finally {
      await rm(outside, { recursive: true });
    }
  });
});

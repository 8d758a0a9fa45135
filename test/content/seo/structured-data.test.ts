// Structured data of everything that has a page: what it says follows from the other fields, and no text can end the element that it is put into.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import { startTestApp, type TestApp } from "../../support/app.js";
import { Factories } from "../../support/factories.js";

interface Thing {
  "@type": string;
  [property: string]: unknown;
}

const SITE = "http://localhost:4000";
let app: TestApp;
let make: Factories;

before(async () => {
  // Titles are written without events.
  app = await startTestApp({ CACHE_BYTES: "0" });
  make = new Factories(app.dataSource);
  await app.dataSource.query("update site set title = 'Notes <&>', locale = 'zh-CN', image = $1", [
    JSON.stringify({ url: "/site.png", alt: "", width: null, height: null }),
  ]);
});
after(() => app.close());

async function structuredData(document: string): Promise<{ text: string; graph: Thing[] }> {
  const data = await app.query<Record<string, { seo: { structuredData: string } }>>(document);
  const text = Object.values(data)[0]?.seo.structuredData ?? "";
  const { "@context": context, "@graph": graph } = JSON.parse(text) as { "@context": string; "@graph": Thing[] };
  assert.equal(context, "https://schema.org");
  return { text, graph };
}

const crumbs = (graph: Thing[]): string[] => {
  const list = graph.find((thing) => thing["@type"] === "BreadcrumbList");
  const items = list?.itemListElement as { position: number; name: string; item: string }[];
  assert.deepEqual(
    items.map(({ position }) => position),
    items.map((_, place) => place + 1),
  );
  return items.map(({ name, item }) => `${name} ${item}`);
};

describe("Seo.structuredData", () => {
  it("of a post names its authors, subjects, dates, picture and place", async () => {
    const parentId = await make.category("后端");
    const options = {
      slug: "指南",
      title: "指南 </script>",
      publishedAt: "2024-01-02T03:04:05.000Z",
      updatedAt: "2024-02-02T03:04:05.000Z",
      locale: "zh-CN",
      writtenExcerpt: "短 & 明",
      authorId: await make.author("Ada"),
      coAuthorIds: [await make.author("张三")],
      categoryIds: [await make.category("网络", parentId)],
      tagIds: [await make.tag("TCP")],
      cover: { url: "/cover.png", alt: "", width: null, height: null },
    };
    await make.post(options);
    const { text, graph } = await structuredData('{ post(slug: "指南") { seo { structuredData } } }');
    assert.doesNotMatch(text, /[<>&]/);
    const url = `${SITE}/posts/${encodeURI("指南")}`;
    const person = (name: string) => ({
      "@type": "Person",
      name,
      url: encodeURI(`${SITE}/authors/${name.toLowerCase()}`),
    });
    assert.deepEqual(graph[0], {
      "@type": "BlogPosting",
      "@id": url,
      url,
      name: "指南 </script>",
      description: "短 & 明",
      image: `${SITE}/cover.png`,
      isPartOf: { "@type": "WebSite", "@id": `${SITE}/`, name: "Notes <&>", url: `${SITE}/` },
      headline: "指南 </script>",
      inLanguage: "zh-CN",
      datePublished: "2024-01-02T03:04:05.000Z",
      dateModified: "2024-02-02T03:04:05.000Z",
      author: [person("Ada"), person("张三")],
      articleSection: ["网络"],
      keywords: ["TCP"],
    });
    assert.deepEqual(crumbs(graph), [
      `Notes <&> ${SITE}/`,
      `后端 ${encodeURI(`${SITE}/categories/后端`)}`,
      `网络 ${encodeURI(`${SITE}/categories/后端/网络`)}`,
      `指南 </script> ${url}`,
    ]);
  });

  it("of a copy names the original page, and without a picture that of the site", async () => {
    await make.post({ slug: "copy", canonicalUrl: "https://elsewhere.example/x", seoTitle: "For engines" });
    const { graph } = await structuredData('{ post(slug: "copy") { seo { structuredData } } }');
    const { url, image, name, headline }: Record<string, unknown> = graph[0] ?? {};
    assert.deepEqual([url, image, name], ["https://elsewhere.example/x", `${SITE}/site.png`, "For engines"]);
    assert.notEqual(headline, "For engines");
  });

  it("of a category, a tag and a series is a page that lists posts, of an author one about a person", async () => {
    const parent = await make.category("above");
    const [category, tag, author, series] = [
      await make.category("below", parent),
      await make.tag("label"),
      await make.author("writer"),
      await make.series("parts"),
    ];
    await make.post({ authorId: author, categoryIds: [category], tagIds: [tag], series: { id: series, position: 0 } });
    await app.dataSource.query("update author set bio = 'Writes.' where id = $1", [author]);
    const about = {
      'category(slugPath: "above/below")': ["CollectionPage", "/categories/above/below", ["above"]],
      'tag(slug: "label")': ["CollectionPage", "/tags/label", []],
      'series(slug: "parts")': ["CollectionPage", "/series/parts", []],
      'author(slug: "writer")': ["ProfilePage", "/authors/writer", []],
    } as const;
    for (const [field, [type, path, above]] of Object.entries(about)) {
      const { graph } = await structuredData(`{ ${field} { seo { structuredData } } }`);
      assert.deepEqual([graph[0]?.["@type"], graph[0]?.url], [type, SITE + path]);
      assert.equal(crumbs(graph).length, 2 + above.length, field);
    }
    const { graph } = await structuredData('{ author(slug: "writer") { seo { structuredData } } }');
    const person = { "@type": "Person", name: "writer", url: `${SITE}/authors/writer`, description: "Writes." };
    assert.deepEqual(graph[0]?.mainEntity, { ...person, image: `${SITE}/site.png` });
    const seo = await app.query(
      '{ author(slug: "writer") { seo { title description noIndex canonicalUrl image { url } } } }',
    );
    assert.deepEqual(seo, {
      author: {
        seo: {
          title: "writer",
          description: "Writes.",
          noIndex: false,
          canonicalUrl: `${SITE}/authors/writer`,
          image: { url: "/site.png" },
        },
      },
    });
  });

  it("has no character that could end a script element, whatever the title is", async () => {
    await make.post({ slug: "any" });
    const title = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.stringMatching(/^(?:<\/script>|<!--|]]>|&lt;|\u2028|\u2029|"|\\){1,5}$/),
    );
    await fc.assert(
      fc.asyncProperty(title, async (written) => {
        await app.dataSource.query("update post set seo_title = $1, version = version + 1 where slug = 'any'", [
          written.replaceAll("\0", ""),
        ]);
        const { text, graph } = await structuredData('{ post(slug: "any") { seo { structuredData } } }');
        assert.doesNotMatch(text, /[<>&\u2028\u2029]/);
        assert.equal(graph[0]?.name, written.replaceAll("\0", ""));
      }),
      { numRuns: 50 },
    );
  });
});

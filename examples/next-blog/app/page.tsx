import Link from "next/link";
import { query } from "../lib/colophon";

interface Home {
  site: { title: string };
  posts: { nodes: { id: string; path: string; title: string; excerpt: string }[] };
}

export default async function Page() {
  const { site, posts } = await query<Home>("{ site { title } posts(first: 10) { nodes { id path title excerpt } } }");
  return (
    <main>
      <h1>{site.title}</h1>
      {posts.nodes.map(({ id, path, title, excerpt }) => (
        <article key={id}>
          <h2>
            <Link href={path}>{title}</Link>
          </h2>
          <p>{excerpt}</p>
        </article>
      ))}
    </main>
  );
}

import { notFound } from "next/navigation";
import { query } from "../../../lib/colophon";

interface Found {
  post: { title: string; body: { html: string } } | null;
}

const DOCUMENT = "query Post($slug: String!) { post(slug: $slug) { title body { html } } }";

export default async function Page({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const { post } = await query<Found>(DOCUMENT, { slug: decodeURIComponent(slug) });
  if (post === null) notFound();
  return (
    <article>
      <h1>{post.title}</h1>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: Colophon sanitizes the HTML. */}
      <div dangerouslySetInnerHTML={{ __html: post.body.html }} />
    </article>
  );
}

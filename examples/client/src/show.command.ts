// `show`: one post with everything around it that a reader may go on to.
import { graphql } from "./__generated__/gql.js";
import { Failure } from "./failure.js";
import { type Endpoint, execute } from "./graphql-client.js";
import { formatPost } from "./post.format.js";
import type { Terminal } from "./terminal.js";

export const postName = graphql(`
  fragment PostName on Post {
    slug
    title
  }
`);

const postBySlug = graphql(`
  query PostBySlug($slug: String!) {
    post(slug: $slug) {
      ...PostName
      status
      publishedAt
      author {
        name
      }
      categories {
        name
        ancestors {
          name
        }
      }
      tags {
        name
      }
      body {
        text
        wordCount
        readingTimeMinutes
        tableOfContents {
          level
          text
        }
      }
      seriesEntry {
        position
        total
        series {
          title
        }
        previous {
          ...PostName
        }
        next {
          ...PostName
        }
      }
      adjacent {
        previous {
          ...PostName
        }
        next {
          ...PostName
        }
      }
    }
  }
`);

export async function show(endpoint: Endpoint, slug: string, terminal: Terminal): Promise<string> {
  const { post } = await execute(endpoint, postBySlug, { slug });
  if (post === null) throw new Failure("notFound", `No post ${slug}. "npm start -- list" shows the posts there are.`);
  return formatPost(post, terminal);
}

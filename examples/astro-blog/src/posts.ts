// What the lists show of posts, tags and categories. Everything is read once, when the site is built.
import { queryAll } from "./colophon";

export interface PostCard {
  slug: string;
  path: string;
  title: string;
  excerpt: string;
  publishedAt: string | null;
  tags: { name: string; path: string }[];
  categories: { slugPath: string }[];
}

export interface Term {
  name: string;
  path: string;
  postCount: number;
}

export const allPosts = (): Promise<PostCard[]> =>
  queryAll(`query AllPosts($after: String) {
    posts(first: 100, after: $after) {
      nodes { slug path title excerpt publishedAt tags { name path } categories { slugPath } }
      pageInfo { hasNextPage endCursor }
    }
  }`);

export const allTags = (): Promise<(Term & { slug: string })[]> =>
  queryAll(`query AllTags($after: String) {
    tags(first: 100, after: $after, orderBy: { field: POST_COUNT, direction: DESC }) {
      nodes { slug name path postCount }
      pageInfo { hasNextPage endCursor }
    }
  }`);

export const allCategories = (): Promise<(Term & { slugPath: string; description: string | null })[]> =>
  queryAll(`query AllCategories($after: String) {
    categories(first: 100, after: $after) {
      nodes { slugPath name description path postCount }
      pageInfo { hasNextPage endCursor }
    }
  }`);

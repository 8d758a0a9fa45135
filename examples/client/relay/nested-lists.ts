// The connections below an object: Relay fetches their further pages through node(id:), so parent, list and cursor must
// all hold together.
import { graphql } from "./graphql-tag.js";

export const categoryPosts = graphql`
  fragment nestedLists_category on Category
  @refetchable(queryName: "nestedListsCategoryQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
    posts(first: $count, after: $cursor, includeDescendants: false) @connection(key: "nestedListsCategory_posts") {
      edges {
        node {
          ...nodeRefetch_post
        }
      }
    }
  }
`;

export const tagPosts = graphql`
  fragment nestedLists_tag on Tag
  @refetchable(queryName: "nestedListsTagQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
    posts(first: $count, after: $cursor) @connection(key: "nestedListsTag_posts") {
      edges {
        node {
          ...nodeRefetch_post
        }
      }
    }
  }
`;

export const authorPosts = graphql`
  fragment nestedLists_author on Author
  @refetchable(queryName: "nestedListsAuthorQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
    posts(first: $count, after: $cursor, orderBy: { field: TITLE, direction: ASC })
      @connection(key: "nestedListsAuthor_posts") {
      edges {
        node {
          ...nodeRefetch_post
        }
      }
    }
  }
`;

export const postRevisions = graphql`
  fragment nestedLists_post on Post
  @refetchable(queryName: "nestedListsPostQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
    revisions(last: $count, before: $cursor) @connection(key: "nestedListsPost_revisions") {
      edges {
        node {
          ...nodeRefetch_revision
        }
      }
    }
  }
`;

export const nestedPage = graphql`
  query nestedListsPageQuery($category: String!, $tag: String!, $author: String!, $post: String!) {
    category(slugPath: $category) {
      ...nestedLists_category
    }
    tag(slug: $tag) {
      ...nestedLists_tag
    }
    author(slug: $author) {
      ...nestedLists_author
    }
    post(slug: $post) {
      ...nestedLists_post
    }
  }
`;

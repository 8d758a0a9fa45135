// The connections at the root: each pages forward through a fragment on Query, and posts in both directions.
import { graphql } from "./graphql-tag.js";

export const sitePosts = graphql`
  fragment siteLists_posts on Query
  @refetchable(queryName: "siteListsPostsQuery")
  @argumentDefinitions(
    first: { type: "Int" }
    after: { type: "String" }
    last: { type: "Int" }
    before: { type: "String" }
    filter: { type: "PostFilter" }
  ) {
    posts(first: $first, after: $after, last: $last, before: $before, filter: $filter)
      @connection(key: "siteLists_posts", filters: ["filter"]) {
      totalCount
      edges {
        node {
          ...nodeRefetch_post
        }
      }
    }
  }
`;

export const siteCategories = graphql`
  fragment siteLists_categories on Query
  @refetchable(queryName: "siteListsCategoriesQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
    categories(first: $count, after: $cursor) @connection(key: "siteLists_categories") {
      edges {
        node {
          ...nodeRefetch_category
        }
      }
    }
  }
`;

export const siteTags = graphql`
  fragment siteLists_tags on Query
  @refetchable(queryName: "siteListsTagsQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
    tags(first: $count, after: $cursor, orderBy: { field: POST_COUNT, direction: DESC })
      @connection(key: "siteLists_tags") {
      edges {
        node {
          ...nodeRefetch_tag
        }
      }
    }
  }
`;

export const siteAuthors = graphql`
  fragment siteLists_authors on Query
  @refetchable(queryName: "siteListsAuthorsQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
    authors(first: $count, after: $cursor) @connection(key: "siteLists_authors") {
      edges {
        node {
          ...nodeRefetch_author
        }
      }
    }
  }
`;

export const siteSeries = graphql`
  fragment siteLists_allSeries on Query
  @refetchable(queryName: "siteListsAllSeriesQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
    allSeries(first: $count, after: $cursor) @connection(key: "siteLists_allSeries") {
      edges {
        node {
          ...nodeRefetch_series
        }
      }
    }
  }
`;

export const sitePage = graphql`
  query siteListsPageQuery($filter: PostFilter) {
    ...siteLists_posts @arguments(first: 20, filter: $filter)
    ...siteLists_categories
    ...siteLists_tags
    ...siteLists_authors
    ...siteLists_allSeries
  }
`;

// node(id:): every type that has an id can be refetched by it, which Relay needs to refresh a part of a page alone.
import { graphql } from "./graphql-tag.js";

export const postCard = graphql`
  fragment nodeRefetch_post on Post @refetchable(queryName: "nodeRefetchPostQuery") {
    title
    path
    publishedAt
    author {
      name
    }
  }
`;

export const categoryCard = graphql`
  fragment nodeRefetch_category on Category @refetchable(queryName: "nodeRefetchCategoryQuery") {
    name
    postCount
    parent {
      name
    }
  }
`;

export const tagCard = graphql`
  fragment nodeRefetch_tag on Tag @refetchable(queryName: "nodeRefetchTagQuery") {
    name
    postCount
  }
`;

export const authorCard = graphql`
  fragment nodeRefetch_author on Author @refetchable(queryName: "nodeRefetchAuthorQuery") {
    name
    bio
  }
`;

export const seriesCard = graphql`
  fragment nodeRefetch_series on Series @refetchable(queryName: "nodeRefetchSeriesQuery") {
    title
    entries {
      position
      post {
        title
      }
    }
  }
`;

export const revisionCard = graphql`
  fragment nodeRefetch_revision on Revision @refetchable(queryName: "nodeRefetchRevisionQuery") {
    version
    createdAt
  }
`;

export const nodePage = graphql`
  query nodeRefetchPageQuery($id: ID!) {
    node(id: $id) {
      __typename
      ...nodeRefetch_post @alias
      ...nodeRefetch_category @alias
      ...nodeRefetch_tag @alias
      ...nodeRefetch_author @alias
      ...nodeRefetch_series @alias
      ...nodeRefetch_revision @alias
    }
  }
`;

export const nodesPage = graphql`
  query nodeRefetchNodesQuery($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename
      id
    }
  }
`;

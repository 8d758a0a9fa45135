// Lists all entities and all resolvers. This is the only place where either is registered.

import { PathAliasRow } from "../content/aliases/path-alias.entity.js";
import { PendingAppearanceRow } from "../content/appearances/pending-appearance.entity.js";
import { Asset } from "../content/assets/asset.entity.js";
import { AssetMutations } from "../content/assets/asset.mutations.js";
import { AssetResolver } from "../content/assets/asset.resolver.js";
import { AssetAliasRow } from "../content/assets/asset-alias.entity.js";
import { ImageResolver } from "../content/assets/shown/image.resolver.js";
import { AssetUploadRow } from "../content/assets/uploads/asset-upload.entity.js";
import { AssetUseRow } from "../content/assets/uses/asset-use.entity.js";
import { Author } from "../content/authors/author.entity.js";
import { AuthorMutations } from "../content/authors/author.mutations.js";
import { AuthorResolver } from "../content/authors/author.resolver.js";
import { ViewerAuthorResolver } from "../content/authors/viewer.edges.js";
import { Category } from "../content/categories/category.entity.js";
import { CategoryMutations } from "../content/categories/category.mutations.js";
import { CategoryResolver } from "../content/categories/category.resolver.js";
import { ChangeRow } from "../content/change-feed/change.entity.js";
import { ChangeFeedRow } from "../content/change-feed/change-feed.entity.js";
import { ChangeStateRow } from "../content/change-feed/change-state.entity.js";
import { PurgePositionRow } from "../content/change-feed/purge-position.entity.js";
import { ChangeResolver } from "../content/changes/change.resolver.js";
import { ChangesSubscription } from "../content/changes/changes.subscription.js";
import { Comment } from "../content/comments/comment.entity.js";
import { CommentMutations } from "../content/comments/comment.mutations.js";
import { CommentResolver, PostCommentsResolver } from "../content/comments/comment.resolver.js";
import { CommentCountRow } from "../content/comments/comment-count.entity.js";
import { Menu } from "../content/menus/menu.entity.js";
import { MenuMutations } from "../content/menus/menu.mutations.js";
import { MenuItemResolver, MenuResolver } from "../content/menus/menu.resolver.js";
import { MenuItemRow } from "../content/menus/menu-item.entity.js";
import { AssetUseOwnerResolver } from "../content/nodes/asset-use-owner.resolver.js";
import { ConflictingNodeResolver } from "../content/nodes/conflicting-node.resolver.js";
import { NodeResolver } from "../content/nodes/node.resolver.js";
import { SlugHolderResolver } from "../content/nodes/slug-holder.resolver.js";
import { LinkedPageResolver } from "../content/pages/page.edges.js";
import { Page } from "../content/pages/page.entity.js";
import { PageMutations } from "../content/pages/page.mutations.js";
import { PageResolver } from "../content/pages/page.resolver.js";
import { PageBodyRow } from "../content/pages/page-body.entity.js";
import { PageRevisionRow } from "../content/pages/page-revision.entity.js";
import { PageRevisionsResolver } from "../content/pages/page-revision.resolver.js";
import { PathResolver } from "../content/paths/path.resolver.js";
import { RedirectMutations } from "../content/paths/redirect.mutations.js";
import { RedirectResolver } from "../content/paths/redirect.resolver.js";
import { PostCountHorizonRow, PostCountRow } from "../content/post-counts/post-count.entity.js";
import { PostAuthorRow } from "../content/posts/authors/post-author.entity.js";
import { PostPermissionsResolver } from "../content/posts/authors/post-permissions.resolver.js";
import { BodyPreviewResolver } from "../content/posts/body/body-preview.resolver.js";
import { PostBodyRow } from "../content/posts/body/post-body.entity.js";
import { LinkResolver, PostBodyResolver } from "../content/posts/body/post-body.resolver.js";
import { CategoryListingRow } from "../content/posts/category-listing.entity.js";
import { ArchiveResolver } from "../content/posts/lists/archive.js";
import { PostPathsResolver } from "../content/posts/lists/post-paths.js";
import { AuthorPostsResolver, CategoryPostsResolver, TagPostsResolver } from "../content/posts/post.edges.js";
import { Post } from "../content/posts/post.entity.js";
import { PostMutations } from "../content/posts/post.mutations.js";
import { PostResolver } from "../content/posts/post.resolver.js";
import { PostCategoryRow } from "../content/posts/post-category.entity.js";
import { PostLinkRow } from "../content/posts/post-link.entity.js";
import { PostTagRow } from "../content/posts/post-tag.entity.js";
import { PreviewMutations } from "../content/posts/publishing/preview.mutations.js";
import { Revision } from "../content/posts/revisions/revision.entity.js";
import { PostRevisionsResolver } from "../content/posts/revisions/revision.resolver.js";
import { RevisionSnapshotResolver } from "../content/posts/revisions/revision-snapshot.resolver.js";
import { UpsertMutations } from "../content/posts/upserts/post-upsert.mutations.js";
import { EndedWorkingCopyRow, WorkingCopyRow } from "../content/posts/working-copies/working-copy.entity.js";
import { PostWorkingCopyResolver, WorkingCopyResolver } from "../content/posts/working-copies/working-copy.resolver.js";
import {
  WorkingCopyConflict,
  WorkingCopyConflictResolver,
} from "../content/posts/working-copies/working-copy-conflict.js";
import { ConflictingPostResolver } from "../content/posts/writing/conflicting-post.resolver.js";
import { PostRelatedResolver, RelatedPostResolver } from "../content/related/related.edges.js";
import {
  CategoryFacetResolver,
  PostSearchEdgeResolver,
  SearchFacetsResolver,
  SearchResolver,
} from "../content/search/search.resolver.js";
import { SeoResolver } from "../content/seo/seo.resolver.js";
import { AdjacentPostsResolver, PostSeriesResolver } from "../content/series/series.edges.js";
import { Series } from "../content/series/series.entity.js";
import { SeriesMutations } from "../content/series/series.mutations.js";
import { SeriesEntryResolver, SeriesResolver } from "../content/series/series.resolver.js";
import { SeriesEntryRow } from "../content/series/series-entry.entity.js";
import { SiteFeedsResolver } from "../content/site/feed-urls.js";
import { RoutableResolver } from "../content/site/routable.resolver.js";
import { Site } from "../content/site/site.entity.js";
import { SiteMutations } from "../content/site/site.mutations.js";
import { SiteResolver } from "../content/site/site.resolver.js";
import { Tag } from "../content/tags/tag.entity.js";
import { TagMutations } from "../content/tags/tag.mutations.js";
import { TagResolver } from "../content/tags/tag.resolver.js";
import { SlugTaken } from "../content/terms/slug-conflict.js";
import { VersionConflict } from "../content/version-conflict.js";
import { Webhook } from "../content/webhooks/webhook.entity.js";
import { WebhookMutations } from "../content/webhooks/webhook.mutations.js";
import { WebhookResolver } from "../content/webhooks/webhook.resolver.js";
import { WebhookDelivery } from "../content/webhooks/webhook-delivery.entity.js";
import { EndedPageWorkingCopyRow, PageWorkingCopyRow } from "../content/working-copies/page-copy.entity.js";
import { PageWorkingCopyResolver } from "../content/working-copies/page-copy.resolver.js";
import { WorkingCopyMutations } from "../content/working-copies/working-copy.mutations.js";
import { ViewerResolver } from "../identity/access/viewer.resolver.js";
import { ApiToken } from "../identity/api-tokens/api-token.entity.js";
import { ApiTokenResolver } from "../identity/api-tokens/api-token.resolver.js";
import { InstanceSecretRow } from "../identity/auth/instance-secret.entity.js";
import { StudioLinkRow } from "../identity/sessions/studio-link.entity.js";
import { StudioSessionRow } from "../identity/sessions/studio-session.entity.js";
import { IdempotencyKeyRow } from "../intake/idempotency/idempotency-key.entity.js";
import { ImportItemRow } from "../intake/importers/import-item.entity.js";
import { OutboxEventRow } from "../platform/events/outbox-event.entity.js";
import { OutboxPositionRow } from "../platform/events/outbox-position.entity.js";
import { Refusal } from "../platform/graphql/user-error.js";

export const entities = [
  Author,
  Category,
  Tag,
  Post,
  PostBodyRow,
  PostLinkRow,
  PostCategoryRow,
  CategoryListingRow,
  PostAuthorRow,
  PostTagRow,
  PostCountRow,
  PostCountHorizonRow,
  Comment,
  CommentCountRow,
  Page,
  PageBodyRow,
  PageRevisionRow,
  Asset,
  AssetAliasRow,
  AssetUseRow,
  AssetUploadRow,
  Menu,
  MenuItemRow,
  Series,
  SeriesEntryRow,
  PathAliasRow,
  Site,
  Revision,
  WorkingCopyRow,
  EndedWorkingCopyRow,
  PageWorkingCopyRow,
  EndedPageWorkingCopyRow,
  PendingAppearanceRow,
  ChangeRow,
  ChangeFeedRow,
  ChangeStateRow,
  PurgePositionRow,
  Webhook,
  WebhookDelivery,
  OutboxEventRow,
  ApiToken,
  InstanceSecretRow,
  StudioSessionRow,
  StudioLinkRow,
  OutboxPositionRow,
  IdempotencyKeyRow,
  ImportItemRow,
];

export const resolvers = [
  NodeResolver,
  ChangeResolver,
  ChangesSubscription,
  ConflictingNodeResolver,
  SlugHolderResolver,
  SiteResolver,
  SiteMutations,
  SiteFeedsResolver,
  RoutableResolver,
  ViewerResolver,
  ApiTokenResolver,
  PathResolver,
  RedirectResolver,
  RedirectMutations,
  AuthorResolver,
  AuthorMutations,
  ViewerAuthorResolver,
  CategoryResolver,
  CategoryMutations,
  TagResolver,
  TagMutations,
  PostResolver,
  PostPermissionsResolver,
  PostBodyResolver,
  BodyPreviewResolver,
  LinkResolver,
  SeoResolver,
  PostRevisionsResolver,
  RevisionSnapshotResolver,
  PostWorkingCopyResolver,
  WorkingCopyResolver,
  WorkingCopyConflictResolver,
  WorkingCopyMutations,
  PageWorkingCopyResolver,
  PostMutations,
  UpsertMutations,
  PreviewMutations,
  ConflictingPostResolver,
  CategoryPostsResolver,
  TagPostsResolver,
  AuthorPostsResolver,
  ArchiveResolver,
  PostCommentsResolver,
  CommentResolver,
  CommentMutations,
  PostPathsResolver,
  PageResolver,
  PageRevisionsResolver,
  PageMutations,
  LinkedPageResolver,
  AssetResolver,
  AssetUseOwnerResolver,
  AssetMutations,
  ImageResolver,
  MenuResolver,
  MenuItemResolver,
  MenuMutations,
  WebhookResolver,
  WebhookMutations,
  SeriesResolver,
  SeriesEntryResolver,
  SeriesMutations,
  PostSeriesResolver,
  AdjacentPostsResolver,
  PostRelatedResolver,
  RelatedPostResolver,
  SearchResolver,
  PostSearchEdgeResolver,
  SearchFacetsResolver,
  CategoryFacetResolver,
] as const;

/** Object types that the schema reaches only through an interface. */
export const orphanedTypes = [Refusal, VersionConflict, SlugTaken, WorkingCopyConflict];

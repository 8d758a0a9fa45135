// Lists all migrations in order. An explicit list rather than a glob pattern, so that it also works from a bundle or another folder.
import { CreateContent1764000000000 } from "./1764000000000-create-content.js";
import { AddRevisions1764000100000 } from "./1764000100000-add-revisions.js";
import { AddOutbox1764000200000 } from "./1764000200000-add-outbox.js";
import { AddApiTokens1764000300000 } from "./1764000300000-add-api-tokens.js";
import { AddIdempotencyKeys1764000400000 } from "./1764000400000-add-idempotency-keys.js";
import { AddPublishedViews1764000500000 } from "./1764000500000-add-published-views.js";
import { AddSearch1764000600000 } from "./1764000600000-add-search.js";
import { AddPostTermIds1764000710000 } from "./1764000710000-add-post-term-ids.js";
import { AddPostCounts1764000720000 } from "./1764000720000-add-post-counts.js";
import { CountTruncatedLists1764000730000 } from "./1764000730000-count-truncated-lists.js";
import { WidenHeadStatistics1764000740000 } from "./1764000740000-widen-head-statistics.js";
import { CollectSearchEntries1764000750000 } from "./1764000750000-collect-search-entries.js";
import { AddTermVersions1795998160000 } from "./1795998160000-add-term-versions.js";
import { AddSiteTimeZone1795998476000 } from "./1795998476000-add-site-time-zone.js";
import { AddRedirects1795998759000 } from "./1795998759000-add-redirects.js";
import { AddPostAuthors1796000505000 } from "./1796000505000-add-post-authors.js";
import { AddFormerPublicationDate1796000710000 } from "./1796000710000-add-former-publication-date.js";
import { AddPinnedPosts1796000767000 } from "./1796000767000-add-pinned-posts.js";
import { AddTermVisibility1796000867000 } from "./1796000867000-add-term-visibility.js";
import { AddAliasVisibility1796002081000 } from "./1796002081000-add-alias-visibility.js";
import { ShareTermLocks1796002981000 } from "./1796002981000-share-term-locks.js";
import { KeepGivenAliasVisibility1796029244000 } from "./1796029244000-keep-given-alias-visibility.js";
import { RecordWholeRevisions1796040100000 } from "./1796040100000-record-whole-revisions.js";
import { AddSiteSettings1796042500000 } from "./1796042500000-add-site-settings.js";
import { AddTranslationGroups1796043000000 } from "./1796043000000-add-translation-groups.js";
import { AddPages1796044500000 } from "./1796044500000-add-pages.js";
import { AddWorkingCopies1796045000000 } from "./1796045000000-add-working-copies.js";
import { AddMenus1796045300000 } from "./1796045300000-add-menus.js";
import { AddPageWorkingCopies1796046000000 } from "./1796046000000-add-page-working-copies.js";
import { AddStudioSessions1796046500000 } from "./1796046500000-add-studio-sessions.js";
import { AddAssets1796050000000 } from "./1796050000000-add-assets.js";
import { AddSeoImages1796051000000 } from "./1796051000000-add-seo-images.js";
import { AddAppearances1796052000000 } from "./1796052000000-add-appearances.js";
import { AddChangeFeed1796060000000 } from "./1796060000000-add-change-feed.js";
import { AddWebhooks1796070000000 } from "./1796070000000-add-webhooks.js";
import { AddPurgePosition1796070100000 } from "./1796070100000-add-purge-position.js";
import { AddSearchCategories1796090000000 } from "./1796090000000-add-search-categories.js";
import { AddRichBodies1796100000000 } from "./1796100000000-add-rich-bodies.js";
import { AddComments1796110000000 } from "./1796110000000-add-comments.js";
import { IndexWebhookTests1796120000000 } from "./1796120000000-index-webhook-tests.js";

export const migrations = [
  CreateContent1764000000000,
  AddRevisions1764000100000,
  AddOutbox1764000200000,
  AddApiTokens1764000300000,
  AddIdempotencyKeys1764000400000,
  AddPublishedViews1764000500000,
  AddSearch1764000600000,
  AddPostTermIds1764000710000,
  AddPostCounts1764000720000,
  CountTruncatedLists1764000730000,
  WidenHeadStatistics1764000740000,
  CollectSearchEntries1764000750000,
  AddTermVersions1795998160000,
  AddSiteTimeZone1795998476000,
  AddRedirects1795998759000,
  AddPostAuthors1796000505000,
  AddFormerPublicationDate1796000710000,
  AddPinnedPosts1796000767000,
  AddTermVisibility1796000867000,
  AddAliasVisibility1796002081000,
  ShareTermLocks1796002981000,
  KeepGivenAliasVisibility1796029244000,
  RecordWholeRevisions1796040100000,
  AddSiteSettings1796042500000,
  AddTranslationGroups1796043000000,
  AddPages1796044500000,
  AddWorkingCopies1796045000000,
  AddMenus1796045300000,
  AddStudioSessions1796046500000,
  AddPageWorkingCopies1796046000000,
  AddAssets1796050000000,
  AddSeoImages1796051000000,
  AddAppearances1796052000000,
  AddChangeFeed1796060000000,
  AddWebhooks1796070000000,
  AddPurgePosition1796070100000,
  AddSearchCategories1796090000000,
  AddRichBodies1796100000000,
  AddComments1796110000000,
  IndexWebhookTests1796120000000,
];

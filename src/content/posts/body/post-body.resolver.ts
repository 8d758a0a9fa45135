// The fields of a body. All forms were derived from the source when the post was written; here they are only read.
import { Arg, Ctx, FieldResolver, Info, Int, Resolver, Root } from "type-graphql";
import type { Context } from "../../../identity/context.js";
import { FieldCost } from "../../../platform/graphql/cost-directive.js";
import { type Deferred, type MaybeDeferred, mapDeferred } from "../../../platform/graphql/deferred.js";
import type { SelectingInfo } from "../../../platform/graphql/look-ahead.js";
import type { CodeBlock, Heading } from "../../../platform/markup/body.js";
import { lazyOutside } from "../../../platform/markup/worker/lazy-render.js";
import { Image } from "../../images/image.js";
import { loadSite } from "../../site/site.resolver.js";
import { Post } from "../post.entity.js";
import { loadPostByPath, postById } from "../post.loaders.js";
import { shownHtml, shownPictures } from "./html/shown-html.js";
import { loadBodyColumn } from "./post-body.loaders.js";
import { Body, BodyFormat, CodeBlockType, HeadingType, HtmlProfile, LinkType } from "./post-body.type.js";

@Resolver(() => Body)
export class PostBodyResolver {
  @FieldResolver(() => String, { description: "The source as it was written, byte for byte." })
  source(@Root() body: Body, @Ctx() ctx: Context): MaybeDeferred<string> {
    return loadBodyColumn(ctx, body, "source");
  }

  @FieldResolver(() => BodyFormat, { description: "The markup language of the source." })
  format(@Root() body: Body, @Ctx() ctx: Context): MaybeDeferred<string> {
    return loadBodyColumn(ctx, body, "format");
  }

  @FieldResolver(() => String, {
    description: "The body as Markdown: the source itself, or else a conversion of its HTML.",
  })
  markdown(@Root() body: Body, @Ctx() ctx: Context): MaybeDeferred<string> {
    return loadBodyColumn(ctx, body, "markdown");
  }

  @FieldCost({ cost: 50 })
  @FieldResolver(() => String, {
    description:
      "The same Markdown with absolute URLs in its links and pictures, for readers outside of the site. Those of a text that is only rendered stay.",
  })
  async absoluteMarkdown(@Root() body: Body, @Ctx() ctx: Context): Promise<string> {
    const [markdown, site] = [loadBodyColumn(ctx, body, "markdown"), loadSite(ctx)];
    const { path } = body;
    if (path === undefined) return markdown;
    return lazyOutside({ source: await markdown, siteUrl: (await site).url, page: encodeURI(path) });
  }

  @FieldResolver(() => String, {
    description:
      "The body as sanitized HTML, which is safe to insert into a page. References to assets and to former addresses of imported files have the addresses of the assets.",
  })
  html(
    @Root() body: Body,
    @Arg("profile", () => HtmlProfile, {
      nullable: true,
      defaultValue: HtmlProfile.PLAIN,
      description: "How much of the work of a front end the HTML contains.",
    })
    profile: HtmlProfile | null,
    @Arg("absoluteUrls", () => Boolean, {
      nullable: true,
      defaultValue: false,
      description:
        "Whether links and pictures of the site have absolute URLs, with Site.url before them, for feeds and mail. Fragments get the URL of the post or page, those of a text that is only rendered stay.",
    })
    absoluteUrls: boolean | null,
    @Ctx() ctx: Context,
  ): MaybeDeferred<string> {
    return shownHtml(ctx, body, { profile, absoluteUrls });
  }

  @FieldCost({ size: 10 })
  @FieldResolver(() => [Image], { description: "The pictures in reading order." })
  images(@Root() body: Body, @Ctx() ctx: Context): MaybeDeferred<Image[]> {
    return shownPictures(ctx, body);
  }

  @FieldResolver(() => String, { description: "The text without markup. A blank line separates paragraphs." })
  text(@Root() body: Body, @Ctx() ctx: Context): MaybeDeferred<string> {
    return loadBodyColumn(ctx, body, "text");
  }

  @FieldCost({ size: 10 })
  @FieldResolver(() => [HeadingType], { description: "The headings in reading order." })
  tableOfContents(@Root() body: Body, @Ctx() ctx: Context): MaybeDeferred<Heading[]> {
    return loadBodyColumn(ctx, body, "tableOfContents");
  }

  @FieldCost({ size: 10 })
  @FieldResolver(() => [CodeBlockType], { description: "The blocks of code in reading order." })
  codeBlocks(@Root() body: Body, @Ctx() ctx: Context): MaybeDeferred<CodeBlock[]> {
    return loadBodyColumn(ctx, body, "codeBlocks");
  }

  @FieldCost({ size: 10 })
  @FieldResolver(() => [LinkType], { description: "The links in reading order." })
  links(@Root() body: Body, @Ctx() ctx: Context): MaybeDeferred<LinkType[]> {
    return mapDeferred(loadBodyColumn(ctx, body, "links"), (links) => links.map((link) => LinkType.from(link, body)));
  }

  @FieldResolver(() => Int, { description: "The number of words. Each CJK character counts as one." })
  wordCount(@Root() body: Body, @Ctx() ctx: Context): MaybeDeferred<number> {
    return loadBodyColumn(ctx, body, "wordCount");
  }

  @FieldResolver(() => Int, { description: "The minutes that an average reader needs, at least 1." })
  readingTimeMinutes(@Root() body: Body, @Ctx() ctx: Context): MaybeDeferred<number> {
    return loadBodyColumn(ctx, body, "readingTimeMinutes");
  }
}

@Resolver(() => LinkType)
export class LinkResolver {
  @FieldResolver(() => Post, {
    nullable: true,
    description:
      "The post that an internal link leads to by its current or a former path, or null if there is no post that the viewer may read. Relative links are resolved against the path of the post or page.",
  })
  target(@Root() link: LinkType, @Ctx() ctx: Context, @Info() info: SelectingInfo): Deferred<Post | null> | null {
    if (link.path !== null) return loadPostByPath(ctx, link.path, info);
    const ownId = link.isInternal && link.owner === "post" ? link.ownerId : null;
    return ownId === null ? null : postById(ctx).load(ownId);
  }
}

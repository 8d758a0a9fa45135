// Fields of a body. What is derived from the source was computed when it was written; here it is only read.
import { Ctx, FieldResolver, Info, Int, Resolver, Root } from "type-graphql";
import type { Context } from "../../../identity/context.js";
import { FieldCost } from "../../../platform/graphql/cost-directive.js";
import { type Deferred, type MaybeDeferred, mapDeferred } from "../../../platform/graphql/deferred.js";
import type { SelectingInfo } from "../../../platform/graphql/look-ahead.js";
import type { CodeBlock, Heading } from "../../../platform/markup/body.js";
import { Post } from "../post.entity.js";
import { loadPostByPath } from "../post.loaders.js";
import { loadBodyColumn } from "./post-body.loaders.js";
import { BodyFormat, CodeBlockType, HeadingType, LinkType, PostBody } from "./post-body.type.js";

@Resolver(() => PostBody)
export class PostBodyResolver {
  @FieldResolver(() => String, { description: "As written, byte for byte." })
  source(@Root() body: PostBody, @Ctx() ctx: Context): MaybeDeferred<string> {
    return loadBodyColumn(ctx, body, "source");
  }

  @FieldResolver(() => BodyFormat, { description: "What the source is written in." })
  format(@Root() body: PostBody, @Ctx() ctx: Context): MaybeDeferred<string> {
    return loadBodyColumn(ctx, body, "format");
  }

  @FieldResolver(() => String, { description: "The source where it is Markdown, else converted from its HTML." })
  markdown(@Root() body: PostBody, @Ctx() ctx: Context): MaybeDeferred<string> {
    return loadBodyColumn(ctx, body, "markdown");
  }

  @FieldResolver(() => String, { description: "Rendered and sanitised; safe to put into a page." })
  html(@Root() body: PostBody, @Ctx() ctx: Context): MaybeDeferred<string> {
    return loadBodyColumn(ctx, body, "html");
  }

  @FieldResolver(() => String, { description: "Plain text without markup, paragraphs separated by a blank line." })
  text(@Root() body: PostBody, @Ctx() ctx: Context): MaybeDeferred<string> {
    return loadBodyColumn(ctx, body, "text");
  }

  @FieldCost({ size: 10 })
  @FieldResolver(() => [HeadingType], { description: "All headings in reading order." })
  tableOfContents(@Root() body: PostBody, @Ctx() ctx: Context): MaybeDeferred<Heading[]> {
    return loadBodyColumn(ctx, body, "tableOfContents");
  }

  @FieldCost({ size: 10 })
  @FieldResolver(() => [CodeBlockType], { description: "All blocks of code in reading order." })
  codeBlocks(@Root() body: PostBody, @Ctx() ctx: Context): MaybeDeferred<CodeBlock[]> {
    return loadBodyColumn(ctx, body, "codeBlocks");
  }

  @FieldCost({ size: 10 })
  @FieldResolver(() => [LinkType], { description: "All links in reading order." })
  links(@Root() body: PostBody, @Ctx() ctx: Context): MaybeDeferred<LinkType[]> {
    return mapDeferred(loadBodyColumn(ctx, body, "links"), (links) => links.map(LinkType.from));
  }

  @FieldResolver(() => Int, { description: "CJK characters count one each, other words one each." })
  wordCount(@Root() body: PostBody, @Ctx() ctx: Context): MaybeDeferred<number> {
    return loadBodyColumn(ctx, body, "wordCount");
  }

  @FieldResolver(() => Int, { description: "For an ordinary reader, at least 1." })
  readingTimeMinutes(@Root() body: PostBody, @Ctx() ctx: Context): MaybeDeferred<number> {
    return loadBodyColumn(ctx, body, "readingTimeMinutes");
  }
}

@Resolver(() => LinkType)
export class LinkResolver {
  @FieldResolver(() => Post, {
    nullable: true,
    description:
      "The post that an internal link leads to, also by a former path; null where it leads to none that can be seen.",
  })
  target(@Root() link: LinkType, @Ctx() ctx: Context, @Info() info: SelectingInfo): Deferred<Post | null> | null {
    return link.path === null ? null : loadPostByPath(ctx, link.path, info);
  }
}

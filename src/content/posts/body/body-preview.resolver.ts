// The queries that show what a text will look like. Nothing is stored, and no response is cached, since only viewers with a role may ask.
import { Arg, Ctx, Query, Resolver } from "type-graphql";
import { requireReader } from "../../../identity/access/require-viewer.js";
import type { Context } from "../../../identity/context.js";
import { BadInputError } from "../../../platform/graphql/bad-input.js";
import { FieldCost } from "../../../platform/graphql/cost-directive.js";
import {
  convertInWorker,
  previewInWorker,
  RenderLimitError,
} from "../../../platform/markup/worker/render-in-worker.js";
import { InputCheck } from "../../input-check.js";
import { loadSite } from "../../site/site.resolver.js";
import { PATH_PREFIXES } from "../../site-path.js";
import { BodyInput } from "../post-mutation.inputs.js";
import { unstoredBody } from "./post-body.loaders.js";
import { Body } from "./post-body.type.js";

/** A transaction with its checks costs as much; a body of usual length takes a thread some milliseconds. */
const RENDERING = { cost: 50, takesText: true };

@Resolver()
export class BodyPreviewResolver {
  @FieldCost(RENDERING)
  @Query(() => Body, {
    description:
      "What a text will look like: all forms of a body, as a post with it would have them. Nothing is saved. For anybody with a role. Links lead to what the viewer may read.",
  })
  async renderBody(
    @Arg("body", () => BodyInput, { description: "The text, at most 2 MiB in UTF-8." }) { source, format }: BodyInput,
    @Arg("withSourceLines", () => Boolean, {
      nullable: true,
      defaultValue: false,
      description:
        "Whether block elements of `html` carry data-line, the line of the source they come from, counted from 1. Paragraphs that only blank lines of an HTML source make carry none.",
    })
    withSourceLines: boolean | null,
    @Ctx() ctx: Context,
  ): Promise<Body> {
    requireReader(ctx, "writePost");
    checkText(source, "body.source");
    const { url: siteUrl, hasFormulas } = await loadSite(ctx);
    const options = { siteUrl, hasFormulas, page: PATH_PREFIXES.post, withSourceLines: withSourceLines ?? false };
    const job = { source, format: format ?? "MARKDOWN", options } as const;
    const rendered = await withinLimits(ctx, "body.source", () => previewInWorker(job));
    return Object.assign(new Body(), { ownerId: null, version: 0, known: unstoredBody(source, job.format, rendered) });
  }

  @FieldCost(RENDERING)
  @Query(() => String, {
    description:
      "HTML as Markdown, such as for text that is pasted. White space has no meaning in it, and scripts and styles are left out. For anybody with a role.",
  })
  htmlToMarkdown(
    @Arg("html", () => String, { description: "The HTML, at most 2 MiB in UTF-8." }) html: string,
    @Ctx() ctx: Context,
  ): Promise<string> {
    requireReader(ctx, "writePost");
    checkText(html, "html");
    return withinLimits(ctx, "html", () => convertInWorker(html));
  }
}

/** The limits of a body that is written. */
function checkText(text: string, argument: string): void {
  const [problem] = InputCheck.problemsOfSource(text);
  if (problem !== undefined) throw new BadInputError("VALUE_OUT_OF_RANGE", problem, argument);
}

async function withinLimits<T>(ctx: Context, argument: string, render: () => Promise<T>): Promise<T> {
  try {
    return await ctx.db.withoutDeadline(render);
  } catch (error) {
    if (!(error instanceof RenderLimitError)) throw error;
    throw new BadInputError("VALUE_OUT_OF_RANGE", `${error.message} Make it shorter or simpler.`, argument);
  }
}

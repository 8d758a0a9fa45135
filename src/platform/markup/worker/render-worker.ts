// The module that the worker threads for rendering load.
import type { MarkupFormat, RenderedBody, RenderOptions } from "../body.js";
import { absoluteAddresses } from "../dialect/absolute-addresses.js";
import { convertHtml } from "../markdown-writer/convert-html.js";
import { renderBody } from "../render.js";
import { type RichJob, richForm } from "../rich/rich-form.js";

export interface RenderJob {
  source: string;
  format: MarkupFormat;
  options: RenderOptions;
}

/** Markdown of the page at a path of the site. */
export interface OutsideJob {
  source: string;
  siteUrl: string;
  page: string;
}

export function convertJob(html: string): string {
  return convertHtml(html);
}

export function outsideJob({ source, siteUrl, page }: OutsideJob): string {
  return absoluteAddresses(source, "MARKDOWN", { siteUrl, page, isForOutside: true });
}

export const richJob = (job: RichJob): Promise<string> => richForm(job);

export function renderJob({ source, format, options }: RenderJob): RenderedBody {
  return renderBody(source, format, options);
}

// The module that the worker threads for rendering load.
import type { MarkupFormat, RenderedBody, RenderOptions } from "../body.js";
import { convertHtml } from "../markdown-writer/convert-html.js";
import { renderBody } from "../render.js";
import { type RichJob, richForm } from "../rich/rich-form.js";

export interface RenderJob {
  source: string;
  format: MarkupFormat;
  options: RenderOptions;
}

export function convertJob(html: string): string {
  return convertHtml(html);
}

export const richJob = (job: RichJob): Promise<string> => richForm(job);

export function renderJob({ source, format, options }: RenderJob): RenderedBody {
  return renderBody(source, format, options);
}

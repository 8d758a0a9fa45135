// A body as the row that COPY takes, written in the thread that renders it, so that the thread that writes to the database neither receives
// nor converts its texts.
import { copyRows } from "../../../platform/db/copy/copy-rows.js";
import type { MarkupFormat, RenderedBody } from "../../../platform/markup/body.js";
import { generateExcerpt } from "../../../platform/markup/excerpt.js";
import { internalPaths } from "./internal-paths.js";

/** Worker threads do not load the entity of which these are the facts. */
export interface BodyLayout {
  columns: readonly { readonly property: string; readonly type: string }[];
  /** In graphemes. */
  excerptLength: number;
}

export interface EncodedBody {
  row: Uint8Array;
  generatedExcerpt: string;
  internalPaths: string[];
}

interface Body {
  postId: string;
  source: string;
  format: MarkupFormat;
  rendered: RenderedBody;
}

export function encodeBody({ postId, source, format, rendered }: Body, layout: BodyLayout): EncodedBody {
  const markdown = format === "MARKDOWN" ? null : rendered.markdown;
  const values: Readonly<Record<string, unknown>> = { ...rendered, postId, source, format, markdown };
  const row = layout.columns.map(({ property, type }) => {
    const value = values[property];
    return type === "jsonb" ? JSON.stringify(value) : value;
  });
  return {
    row: copyRows(
      layout.columns.map(({ type }) => type),
      [row],
    ),
    generatedExcerpt: generateExcerpt(rendered.summary, layout.excerptLength),
    internalPaths: internalPaths(rendered),
  };
}

// Whether a client wants a text rather as Markdown than as HTML, by the header Accept (RFC 9110, 12.5.1).

interface MediaRange {
  type: string;
  /** From 0, which excludes the type, to 1. */
  quality: number;
}

const QUALITY = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/;

/**
 * Markdown must be named: a client that takes anything gets HTML. If both are wanted alike, the one that is named first is taken, since programs
 * write first what they prefer.
 */
export function prefersMarkdown(accept: string | undefined): boolean {
  if (accept === undefined || !/text\/markdown/i.test(accept)) return false;
  const ranges = accept.split(",").map(rangeOf);
  const placeOf = (type: string) => ranges.findIndex((range) => range.type === type);
  const qualityAt = (place: number) => ranges[place]?.quality ?? 0;
  const markdown = placeOf("text/markdown");
  const html = placeOf("text/html");
  if (qualityAt(markdown) === 0) return false;
  if (html >= 0 && qualityAt(html) === qualityAt(markdown)) return markdown < html;
  const any = placeOf("text/*") >= 0 ? placeOf("text/*") : placeOf("*/*");
  return html >= 0 ? qualityAt(markdown) > qualityAt(html) : qualityAt(markdown) >= qualityAt(any);
}

/** A range with a malformed quality is not wanted. */
function rangeOf(text: string): MediaRange {
  const [type = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? "1";
  return { type, quality: QUALITY.test(quality) ? Number(quality) : 0 };
}

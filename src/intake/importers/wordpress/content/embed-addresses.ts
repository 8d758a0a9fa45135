// The public addresses of what shortcodes and scripts embed by number or name.
const BY_SHORTCODE: ReadonlyMap<string, [RegExp, (id: string) => string]> = new Map([
  ["youtube", [/^[\w-]{11}$/, (id) => `https://www.youtube.com/watch?v=${id}`]],
  ["lyte", [/^[\w-]{11}$/, (id) => `https://www.youtube.com/watch?v=${id}`]],
  ["vimeo", [/^\d{4,12}$/, (id) => `https://vimeo.com/${id}`]],
  ["dailymotion", [/^x?[a-z0-9]{5,10}$/i, (id) => `https://www.dailymotion.com/video/${id}`]],
  ["wpvideo", [/^[a-z0-9]{8}$/i, (id) => `https://videopress.com/v/${id}`]],
  ["videopress", [/^[a-z0-9]{8}$/i, (id) => `https://videopress.com/v/${id}`]],
  ["gist", [/^(?:[\w-]+\/)?[0-9a-f]{5,40}$/i, (id) => `https://gist.github.com/${id}`]],
  ["tweet", [/^\d{5,20}$/, (id) => `https://twitter.com/i/status/${id}`]],
  [
    "slideshare",
    [/^(?:id=)?\d{5,12}$/, (id) => `https://www.slideshare.net/slideshow/embed_code/${id.replace("id=", "")}`],
  ],
  ["ted", [/^[\w-]{4,200}$/, (id) => `https://www.ted.com/talks/${id}`]],
]);

export function embedsByNumber(name: string): boolean {
  return BY_SHORTCODE.has(name);
}

/** The address of `[vimeo 123]`, `[vimeo id="123"]` or `[gist]123[/gist]`. Null if none of the words is an id. */
export function addressOfEmbed(name: string, attributes: string, inner: string | null): string | null {
  const [pattern, address] = BY_SHORTCODE.get(name) ?? [];
  if (pattern === undefined || address === undefined || (inner?.length ?? 0) > 500) return null;
  if (/https?:\/\//.test(`${attributes}${inner ?? ""}`)) return null;
  const named = /(?:^|\s)(?:id|v|video_id|video|clip_id|guid)\s{0,9}=\s{0,9}["']?([^\s"']{1,200})/i.exec(
    attributes,
  )?.[1];
  const [first = ""] = attributes.replace(/^=/, "").trim().split(/[\s&]/, 1);
  const found = [named, first.replace(/^["']|["']$/g, ""), inner?.trim()].find(
    (id) => id !== undefined && pattern.test(id),
  );
  return found === undefined ? null : address(found);
}

const SCRIPTS: readonly [RegExp, (found: RegExpExecArray) => string][] = [
  [
    /^(?:https?:)?\/\/gist\.github\.com\/([\w./-]+?)(?:\.js|\.pibb)?(?:\?|#|$)/i,
    ([, path]) => `https://gist.github.com/${path}`,
  ],
  [/^(?:https?:)?\/\/(gitlab\.com\/[\w./-]+?)\.js(?:\?|$)/i, ([, path]) => `https://${path}`],
  [/^(?:https?:)?\/\/asciinema\.org\/a\/(\w+)\.js/i, ([, id]) => `https://asciinema.org/a/${id}`],
  [/^(?:https?:)?\/\/jsfiddle\.net\/([\w/]+?)\/embed/i, ([, path]) => `https://jsfiddle.net/${path}/`],
  [/^(?:https?:)?\/\/pastebin\.com\/embed_js\/(\w+)/i, ([, id]) => `https://pastebin.com/${id}`],
];

/** The page of what a script would show. Null for scripts that show nothing, such as those of statistics. */
export function addressOfScript(src: string): string | null {
  for (const [pattern, address] of SCRIPTS) {
    const found = pattern.exec(src.trim());
    if (found !== null) return address(found);
  }
  return null;
}

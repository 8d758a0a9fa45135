// The policy with which SVG pictures are served, for the case that something escaped the allow-list. It is a file of its own, so that the
// delivery of pictures does not load the parser.

export const SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

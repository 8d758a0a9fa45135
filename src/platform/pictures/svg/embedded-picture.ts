// Checks the pictures that are embedded in an SVG picture as data URLs. They are served as they are, so that they must be what they say, and
// have no metadata, which may name places and people.
import { sniffType } from "../sniffed-type.js";

const DATA_URL = /^data:(image\/(?:png|jpeg|webp));base64,([A-Za-z0-9+/\s]+={0,2})\s*$/;
/** How metadata begins in JPEG, PNG and WebP. */
const METADATA = [
  "Exif\0\0",
  "eXIf",
  "EXIF",
  "http://ns.adobe.com/",
  "XMP ",
  "iTXt",
  "zTXt",
  "Raw profile type",
  "Photoshop 3.0",
];

/** "" if the picture may stay, null if it is left out, and a sentence if the whole picture is refused. */
export function embeddedPictureComplaint(url: string): string | null {
  const [, type, base64 = ""] = DATA_URL.exec(url) ?? [];
  if (type === undefined) return null;
  const bytes = Buffer.from(base64, "base64");
  const sniffed = sniffType(bytes, { acceptsSvg: false });
  if (sniffed.kind !== "picture" || sniffed.contentType !== type) return null;
  if (METADATA.some((mark) => bytes.includes(mark, 0, "latin1"))) {
    return "A picture within the SVG picture has metadata, such as the place where it was taken. Remove it and upload the SVG picture again.";
  }
  return "";
}

// Finds out what a file is from its first bytes. Only kinds of a short list are accepted, whatever the name of the file or its announced
// type say. A table of our own, because the list is short and closed: a library that knows all kinds also unpacks archives to tell them apart.

export type PictureType = "image/jpeg" | "image/png" | "image/gif" | "image/webp" | "image/avif";

export type SniffedType =
  | { kind: "picture"; contentType: PictureType; extension: string }
  | { kind: "svg"; contentType: "image/svg+xml"; extension: "svg" }
  | { kind: "download"; contentType: string; extension: string }
  | { kind: "refused"; message: string };

export interface SniffOptions {
  acceptsSvg: boolean;
}

/** How many bytes of a file decide; more are not read. */
export const SNIFFED_BYTES = 4_096;

const ACCEPTED = "JPEG, PNG, WebP, AVIF and GIF pictures, PDF, MP4, WebM, MP3, M4A, Ogg, WAV and ZIP files";
const EMPTY = "The file is empty.";
const UNKNOWN = `Expected one of these kinds of files: ${ACCEPTED}.`;
const HEIC = "Pictures in the format HEIC cannot be read by browsers. Convert the picture to JPEG and upload that.";
const SVG_OFF = "SVG pictures are not accepted here. Convert the picture to PNG, or set ASSETS_SVG.";
const KNOWN_REFUSALS: readonly (readonly [prefix: string, message: string])[] = [
  ["BM", "Pictures in the format BMP are not accepted. Convert the picture to PNG."],
  ["II*\0", "Pictures in the format TIFF are not accepted. Convert the picture to JPEG or PNG."],
  ["MM\0*", "Pictures in the format TIFF are not accepted. Convert the picture to JPEG or PNG."],
  ["8BPS", "Photoshop files are not accepted. Export the picture as JPEG or PNG."],
  ["\xff\x0a", "Pictures in the format JPEG XL are not accepted. Convert the picture to JPEG."],
  ["\0\0\0\x0cJXL ", "Pictures in the format JPEG XL are not accepted. Convert the picture to JPEG."],
];

const HEIC_BRANDS = new Set(["heic", "heix", "hevc", "hevx", "heim", "heis", "hevm", "hevs", "mif1", "msf1"]);
const AVIF_BRANDS = new Set(["avif", "avis"]);
const AUDIO_BRANDS = new Set(["M4A ", "M4B "]);
const VIDEO_BRANDS = new Set(["isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "M4V ", "dash", "mmp4"]);

const picture = (contentType: PictureType, extension: string): SniffedType => ({
  kind: "picture",
  contentType,
  extension,
});
const download = (contentType: string, extension: string): SniffedType => ({
  kind: "download",
  contentType,
  extension,
});
const refused = (message: string): SniffedType => ({ kind: "refused", message });

/** The signatures at the very start of a file. */
const PREFIXES: readonly (readonly [prefix: string, type: SniffedType])[] = [
  ["\xff\xd8\xff", picture("image/jpeg", "jpg")],
  ["\x89PNG\r\n\x1a\n", picture("image/png", "png")],
  ["GIF87a", picture("image/gif", "gif")],
  ["GIF89a", picture("image/gif", "gif")],
  ["%PDF-", download("application/pdf", "pdf")],
  ["\x1aE\xdf\xa3", download("video/webm", "webm")],
  ["OggS\0", download("audio/ogg", "ogg")],
  ["ID3", download("audio/mpeg", "mp3")],
  ["PK\x03\x04", download("application/zip", "zip")],
  ["PK\x05\x06", download("application/zip", "zip")],
];

export function sniffType(bytes: Uint8Array, { acceptsSvg }: SniffOptions): SniffedType {
  const head = Buffer.from(bytes.subarray(0, SNIFFED_BYTES)).toString("latin1");
  if (head === "") return refused(EMPTY);
  const known = PREFIXES.find(([prefix]) => head.startsWith(prefix));
  if (known !== undefined) return ofMatroska(head, known[1]);
  const refusal = KNOWN_REFUSALS.find(([prefix]) => head.startsWith(prefix));
  if (refusal !== undefined) return refused(refusal[1]);
  if (head.startsWith("RIFF")) return ofRiff(head.slice(8, 12));
  if (head.slice(4, 8) === "ftyp") return ofBrands(head);
  if (isMpegAudio(bytes)) return download("audio/mpeg", "mp3");
  if (!isSvg(head)) return refused(UNKNOWN);
  return acceptsSvg ? { kind: "svg", contentType: "image/svg+xml", extension: "svg" } : refused(SVG_OFF);
}

/** Matroska files have the signature of WebM, which is named a few bytes later. */
function ofMatroska(head: string, type: SniffedType): SniffedType {
  if (type.kind !== "download" || type.extension !== "webm") return type;
  return head.slice(0, 64).includes("webm")
    ? type
    : refused("Matroska files are not accepted. Convert the video to MP4 or WebM.");
}

function ofRiff(form: string): SniffedType {
  if (form === "WEBP") return picture("image/webp", "webp");
  return form === "WAVE" ? download("audio/wav", "wav") : refused(UNKNOWN);
}

/** A file of the ISO family names a main brand and compatible ones: an AVIF picture may have the main brand of HEIF. */
function ofBrands(head: string): SniffedType {
  const length = head.charCodeAt(2) * 256 + head.charCodeAt(3);
  const list = head.slice(8, Math.min(length, 256));
  const brands = Array.from({ length: Math.floor(list.length / 4) }, (_, index) =>
    list.slice(4 * index, 4 * index + 4),
  );
  const [main = ""] = brands;
  if (AVIF_BRANDS.has(main)) return picture("image/avif", "avif");
  if (HEIC_BRANDS.has(main)) {
    return brands.some((brand) => AVIF_BRANDS.has(brand)) ? picture("image/avif", "avif") : refused(HEIC);
  }
  if (AUDIO_BRANDS.has(main)) return download("audio/mp4", "m4a");
  if (VIDEO_BRANDS.has(main)) return download("video/mp4", "mp4");
  return refused(main === "qt  " ? "QuickTime films are not accepted. Convert the video to MP4." : UNKNOWN);
}

/** The header of an MPEG frame: synchronisation, version 1 or 2, layer III, and valid values of bit rate and sampling frequency. */
function isMpegAudio([first = 0, second = 0, third = 0]: Uint8Array): boolean {
  const isLayerThree = first === 0xff && (second & 0xf6) === 0xf2;
  return isLayerThree && third >> 4 !== 0 && third >> 4 !== 15 && (third & 12) !== 12;
}

/** After what may stand before the root element: a mark of the encoding, a declaration, comments and a document type. */
function isSvg(head: string): boolean {
  return /^(?:\xef\xbb\xbf)?(?:\s|<\?xml[^>]{0,200}\?>|<!--(?:(?!-->)[\s\S])*-->|<!DOCTYPE svg[^>[]*(?:\[[^\]]*\]\s*)?>)*<(?:svg:)?svg[\s>/]/.test(
    head,
  );
}

// What a file is, from its first bytes: a closed list, and sentences that say what to do with other files.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseServedFileName } from "../../../src/platform/pictures/file-names.js";
import { type SniffedType, sniffType } from "../../../src/platform/pictures/sniffed-type.js";
import { heic } from "../../support/test-pictures.js";

const sniff = (text: string, acceptsSvg = false): SniffedType => sniffType(Buffer.from(text, "latin1"), { acceptsSvg });
const ftyp = (...brands: string[]) => `\0\0\0${String.fromCharCode(8 + 4 * brands.length)}ftyp${brands.join("")}`;
const extensionOf = (type: SniffedType) => (type.kind === "refused" ? "" : type.extension);

test("each accepted kind of file is found by its bytes", () => {
  const files: Record<string, string[]> = {
    jpg: ["\xff\xd8\xff\xe0\0\x10JFIF"],
    png: ["\x89PNG\r\n\x1a\n"],
    gif: ["GIF89a", "GIF87a"],
    webp: ["RIFF\0\0\0\0WEBPVP8 "],
    avif: [ftyp("avif", "\0\0\0\0"), ftyp("mif1", "\0\0\0\0", "miaf", "avif"), ftyp("avis", "\0\0\0\0")],
    pdf: ["%PDF-1.7"],
    mp4: [ftyp("isom", "\0\0\0\0"), ftyp("mp42", "\0\0\0\0")],
    m4a: [ftyp("M4A ", "\0\0\0\0")],
    webm: ["\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm"],
    ogg: ["OggS\0\x02"],
    mp3: ["ID3\x04\0", "\xff\xfb\x90\x64", "\xff\xf3\x48\xc4"],
    wav: ["RIFF\0\0\0\0WAVEfmt "],
    zip: ["PK\x03\x04", "PK\x05\x06"],
  };
  for (const [extension, heads] of Object.entries(files)) {
    for (const head of heads) {
      const type = sniff(`${head}${"\0".repeat(40)}`);
      assert.equal(extensionOf(type), extension);
      if (type.kind === "download")
        assert.equal(parseServedFileName(`file.${extension}`)?.contentType, type.contentType);
    }
  }
});

test("other files are refused with a sentence that says what to do", () => {
  const files: [string, RegExp][] = [
    ["", /empty/],
    [heic().toString("latin1"), /HEIC.*Convert the picture to JPEG/],
    ["BM", /PNG/],
    ["II*\0", /TIFF/],
    ["MM\0*", /TIFF/],
    ["8BPS", /Export/],
    ["\0\0\0\x0cJXL \r\n", /JPEG XL/],
    [ftyp("qt  ", "\0\0\0\0"), /QuickTime.*MP4/],
    ["\x1aE\xdf\xa3\x9fmatroska", /Matroska/],
    ["<!doctype html><script>", /one of these kinds/],
    ["MZ\x90\0", /one of these kinds/],
    ["\x7fELF", /one of these kinds/],
    ["#!/bin/sh", /one of these kinds/],
    ["RIFF\0\0\0\0AVI ", /one of these kinds/],
    ["\xff\xff\xff\xff", /one of these kinds/],
    ["<svg xmlns='http://www.w3.org/2000/svg'/>", /ASSETS_SVG/],
  ];
  for (const [head, message] of files) {
    const type = sniff(head);
    assert.equal(type.kind, "refused", head);
    if (type.kind === "refused") assert.match(type.message, message);
  }
});

test("SVG is found after what may precede its root, where it is accepted", () => {
  const root = '<svg xmlns="http://www.w3.org/2000/svg">';
  const before = [
    "",
    "\xef\xbb\xbf",
    "\n ",
    '<?xml version="1.0"?>\n',
    "<!-- a - b -->",
    '<!DOCTYPE svg PUBLIC "a" "b">',
    "<!DOCTYPE svg [<!ENTITY a 'b'>]>",
  ];
  for (const start of before) assert.equal(sniff(`${start}${root}`, true).kind, "svg", start);
  for (const text of ["<html><svg>", "text <svg>", "<svgx>", "<!-- <svg>", "<?php ?><p>"]) {
    assert.equal(sniff(text, true).kind, "refused", text);
  }
});

test("any bytes are one of the kinds or refused, whatever follows their head", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, acceptsSvg) => {
      const type = sniffType(bytes, { acceptsSvg });
      assert.ok(["picture", "svg", "download", "refused"].includes(type.kind));
    }),
  );
});

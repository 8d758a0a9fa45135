// Pictures and files for tests, made in code: photographs with metadata, animations, and files that are meant to harm a decoder.
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";

export const GPS_MARK = "31/1,14/1,2222/100";

/** Left half red, right half blue, top left corner green; so that turns and cuts show. */
export function halves(width: number, height: number) {
  const half = { width: Math.floor(width / 2), height, channels: 3 as const };
  const corner = {
    width: Math.max(1, Math.floor(width / 4)),
    height: Math.max(1, Math.floor(height / 4)),
    channels: 3 as const,
  };
  const base = sharp({ create: { width, height, channels: 3, background: "#0000ff" } });
  return base.composite([
    { input: { create: { ...half, background: "#ff0000" } }, left: 0, top: 0 },
    { input: { create: { ...corner, background: "#00ff00" } }, left: 0, top: 0 },
  ]);
}

/** As a phone stores it: turned by its metadata, with the place where it was taken. */
export function photograph(width: number, height: number, orientation = 6): Promise<Buffer> {
  const gps = { GPSLatitudeRef: "N", GPSLatitude: GPS_MARK, GPSLongitudeRef: "E", GPSLongitude: "121/1,28/1,0/1" };
  return halves(width, height)
    .withIccProfile("p3")
    .withExif({ IFD0: { Make: "PhoneMaker", Copyright: "Secret Owner" }, IFD3: gps })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><secret>history</secret></x:xmpmeta>')
    .withMetadata({ orientation })
    .jpeg({ quality: 90 })
    .toBuffer();
}

export async function animation(
  format: "gif" | "webp",
  frames: number,
  width: number,
  height: number,
): Promise<Buffer> {
  const input = await Promise.all(
    Array.from({ length: frames }, (_, index) =>
      sharp({ create: { width, height, channels: 3, background: { r: (index * 40) % 256, g: 90, b: 200 } } })
        .png()
        .toBuffer(),
    ),
  );
  return sharp(input, { join: { animated: true } })
    .toFormat(format)
    .toBuffer();
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** A valid PNG of one colour that is some thousand times larger when it is decoded. */
export function pngBomb(width: number, height: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([1, 0], 8);
  const rows = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height));
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", rows), chunk("IEND", Buffer.alloc(0))]);
}

/** An animation whose frames share a tiny sequence of codes, on a canvas of any size. */
export function gifBomb(width: number, height: number, frames: number): Buffer {
  const screen = Buffer.alloc(7);
  screen.writeUInt16LE(width, 0);
  screen.writeUInt16LE(height, 2);
  screen[4] = 0x80;
  const descriptor = Buffer.alloc(10);
  descriptor[0] = 0x2c;
  descriptor.writeUInt16LE(width, 5);
  descriptor.writeUInt16LE(height, 7);
  const control = Buffer.from([0x21, 0xf9, 4, 0, 5, 0, 0, 0]);
  const frame = Buffer.concat([control, descriptor, Buffer.from([2, 2, 0x44, 0x01, 0])]);
  const head = Buffer.concat([Buffer.from("GIF89a"), screen, Buffer.from([0, 0, 0, 255, 255, 255])]);
  return Buffer.concat([head, ...Array.from({ length: frames }, () => frame), Buffer.from(";")]);
}

/** The box of an AVIF picture that states its size, overwritten: the decoder is told of more pixels than there are. */
export async function avifBomb(width: number, height: number): Promise<Buffer> {
  const bytes = await sharp({ create: { width: 64, height: 64, channels: 3, background: "#888" } })
    .avif()
    .toBuffer();
  const place = bytes.indexOf("ispe");
  bytes.writeUInt32BE(width, place + 8);
  bytes.writeUInt32BE(height, place + 12);
  return bytes;
}

/** The head of a HEIC file of a phone. */
export function heic(): Buffer {
  const head = Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1");
  return Buffer.concat([head, Buffer.alloc(200)]);
}

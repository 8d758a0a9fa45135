// Decoding and encoding of pictures: what comes out, that nothing of the metadata does, and what happens with pictures that are damaged,
// hostile or too large.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import sharp from "sharp";
import { PictureEncoder } from "../../../src/platform/pictures/picture-encoder.js";
import type { PicturePoint, PictureResult } from "../../../src/platform/pictures/picture-job.js";
import {
  findVariant,
  ImageFormat,
  ImagePreset,
  type PictureShape,
  srcsetOf,
  variantFor,
} from "../../../src/platform/pictures/picture-presets.js";
import { sniffType } from "../../../src/platform/pictures/sniffed-type.js";
import { ByteCountError } from "../../../src/platform/storage/byte-store.js";
import { animation, avifBomb, gifBomb, halves, heic, photograph, pngBomb } from "../../support/test-pictures.js";

const encoder = new PictureEncoder();
const folder = await mkdtemp(join(tmpdir(), "picture-encoder-"));
after(async () => {
  encoder.close();
  await rm(folder, { recursive: true });
});

const loaded = (bytes: Uint8Array) => async () => bytes;
const probe = (bytes: Uint8Array, by = encoder) => by.probe(loaded(bytes));
const SERVED = { servesAvif: true };

function valueIn<T>(result: PictureResult<T>): T {
  assert.ok(result.isOk, JSON.stringify(result));
  return result.value;
}

function reasonIn(result: PictureResult<unknown>): string {
  assert.ok(!result.isOk);
  assert.ok(result.failure.message.endsWith("."));
  return result.failure.reason;
}

async function encode(
  bytes: Buffer,
  preset: ImagePreset,
  format = ImageFormat.WEBP,
  focalPoint: PicturePoint | null = null,
) {
  const variant = variantFor(valueIn(await probe(bytes)), preset, format, SERVED);
  return { variant, output: Buffer.from(valueIn(await encoder.encode(loaded(bytes), variant, focalPoint))) };
}

/** Where a colour is the main one: r, g or b. */
async function colourAt(bytes: Buffer, x: number, y: number): Promise<string> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const place = 3 * (Math.floor(y * (info.height - 1)) * info.width + Math.floor(x * (info.width - 1)));
  const channels = [...data.subarray(place, place + 3)];
  return "rgb".charAt(channels.indexOf(Math.max(...channels)));
}

describe("a picture that is read", () => {
  test("a photograph has the size that a viewer sees, a stand-in and a colour", async () => {
    const facts = valueIn(await probe(await photograph(400, 300)));
    assert.deepEqual([facts.width, facts.height, facts.isAnimated, facts.hasAlpha], [300, 400, false, false]);
    assert.ok(facts.thumbHash.length > 4 && facts.thumbHash.length <= 32);
    assert.match(facts.colour, /^#[0-9a-f]{6}$/);
    assert.equal(facts.colour, valueIn(await probe(await photograph(400, 300))).colour);
  });

  test("transparency counts only where something is transparent", async () => {
    const opaque = await halves(200, 100).ensureAlpha().png().toBuffer();
    const clear = await sharp({ create: { width: 20, height: 20, channels: 4, background: "#ff000080" } })
      .png()
      .toBuffer();
    assert.equal(valueIn(await probe(opaque)).hasAlpha, false);
    assert.equal(valueIn(await probe(clear)).hasAlpha, true);
    const nothing = await sharp({ create: { width: 20, height: 20, channels: 4, background: "#00000000" } })
      .png()
      .toBuffer();
    assert.equal(valueIn(await probe(nothing)).colour, "#ffffff");
  });

  test("every accepted format is read, also in 16 bits, in grey and in CMYK", async () => {
    const formats = ["jpeg", "png", "webp", "gif", "avif"] as const;
    const usual = formats.map((format) => halves(60, 40).toFormat(format).toBuffer());
    const others = [
      halves(60, 40).toColourspace("rgb16").png().toBuffer(),
      halves(60, 40).greyscale().jpeg().toBuffer(),
      halves(60, 40).toColourspace("cmyk").jpeg().toBuffer(),
    ];
    for (const bytes of await Promise.all([...usual, ...others])) {
      assert.equal(sniffType(bytes, { acceptsSvg: false }).kind, "picture");
      const facts = valueIn(await probe(bytes));
      assert.deepEqual([facts.width, facts.height, facts.isAnimated], [60, 40, false]);
      const { output } = await encode(bytes, ImagePreset.W320, ImageFormat.FALLBACK);
      assert.equal((await sharp(output).metadata()).space, "srgb");
    }
  });
});

describe("a picture that is encoded", () => {
  test("every variant of a photograph is turned, of its size, and without any metadata", async () => {
    const bytes = await photograph(1_300, 900);
    const shape = valueIn(await probe(bytes));
    for (const preset of Object.values(ImagePreset)) {
      for (const extension of ["webp", "avif", "jpg"] as const) {
        const variant = findVariant(shape, { preset, extension }, SERVED);
        // A picture of this size has fewer widths, and AVIF takes long.
        if (variant === null || (extension === "avif" && variant.width > 400)) continue;
        const output = Buffer.from(valueIn(await encoder.encode(loaded(bytes), variant, null)));
        const metadata = await sharp(output).metadata();
        assert.deepEqual([metadata.width, metadata.height], [variant.width, variant.height], preset);
        assert.equal(metadata.orientation, undefined);
        assert.deepEqual(
          [metadata.exif, metadata.xmp, metadata.icc, metadata.iptc],
          [undefined, undefined, undefined, undefined],
        );
        for (const secret of ["PhoneMaker", "Secret Owner", "GPS", "Exif", "history", "ICC_PROFILE"]) {
          assert.ok(!output.includes(secret), `${preset}.${extension} contains ${secret}`);
        }
        // Turned by a quarter to the right, the left half is above. The presets of widths show the corner as well.
        assert.equal(await colourAt(output, 0.2, 0.45), "r");
        assert.equal(await colourAt(output, 0.5, 0.95), "b");
        if (!variant.isCropped) assert.equal(await colourAt(output, 0.95, 0.05), "g");
      }
    }
  });

  test("each of the eight orientations is applied", async () => {
    const corners: Record<number, readonly [number, number]> = {
      ...{ 1: [0, 0], 2: [1, 0], 3: [1, 1], 4: [0, 1], 5: [0, 0], 6: [1, 0], 7: [1, 1], 8: [0, 1] },
    };
    for (const [orientation, [x, y]] of Object.entries(corners)) {
      const { output } = await encode(await photograph(80, 60, Number(orientation)), ImagePreset.W320);
      assert.equal(await colourAt(output, 0.05 + 0.9 * x, 0.05 + 0.9 * y), "g", `orientation ${orientation}`);
    }
  });

  test("crops are made around the focal point", async () => {
    const bytes = await halves(1_600, 400).png().toBuffer();
    const at = async (x: number) =>
      (await encode(bytes, ImagePreset.SQUARE_96, ImageFormat.WEBP, { x, y: 0.5 })).output;
    assert.equal(await colourAt(await at(0.4), 0.5, 0.9), "r");
    assert.equal(await colourAt(await at(0.9), 0.5, 0.9), "b");
    const middle = (await encode(bytes, ImagePreset.SQUARE_480)).output;
    assert.deepEqual([await colourAt(middle, 0.1, 0.9), await colourAt(middle, 0.9, 0.9)], ["r", "b"]);
    // A focal point at the edge does not lead out of the picture.
    for (const x of [0, 1]) assert.equal(await colourAt(await at(x), 0.5, 0.9), x === 0 ? "r" : "b");
    const turned = await photograph(1_600, 400);
    const top = await encode(turned, ImagePreset.CARD_1200, ImageFormat.FALLBACK, { x: 0.5, y: 0 });
    assert.equal(await colourAt(top.output, 0.9, 0.1), "g");
  });

  test("an animation stays one as WebP, and stands still elsewhere", async () => {
    for (const format of ["gif", "webp"] as const) {
      const bytes = await animation(format, 5, 64, 48);
      assert.deepEqual(valueIn(await probe(bytes)).isAnimated, true);
      const moving = await sharp((await encode(bytes, ImagePreset.W320)).output, { animated: true }).metadata();
      assert.deepEqual([moving.format, moving.pages, moving.width, moving.pageHeight], ["webp", 5, 64, 48]);
      for (const preset of [ImagePreset.W320, ImagePreset.SQUARE_96]) {
        const still = await sharp((await encode(bytes, preset, ImageFormat.FALLBACK)).output).metadata();
        assert.equal(still.pages ?? 1, 1);
      }
    }
  });

  test("a very high picture is made narrower, because WebP has a largest height", async () => {
    const bytes = await sharp({ create: { width: 40, height: 20_000, channels: 3, background: "#123456" } })
      .png()
      .toBuffer();
    const { variant, output } = await encode(bytes, ImagePreset.W1280);
    assert.deepEqual([variant.width, variant.height], [33, 16_383]);
    assert.equal((await sharp(output).metadata()).height, 16_383);
  });

  test("transparent pictures stay transparent as PNG and WebP", async () => {
    const bytes = await sharp({ create: { width: 40, height: 40, channels: 4, background: "#ff000000" } })
      .png()
      .toBuffer();
    for (const format of [ImageFormat.WEBP, ImageFormat.FALLBACK]) {
      const { output } = await encode(bytes, ImagePreset.W320, format);
      assert.equal((await sharp(output).stats()).isOpaque, false);
    }
  });
});

describe("a picture that is refused", () => {
  test("bombs are refused by their head, before they are decoded", async () => {
    const bombs = [
      pngBomb(20_000, 20_000),
      gifBomb(10_000, 10_000, 1),
      gifBomb(2_000, 2_000, 40),
      gifBomb(2, 2, 1_001),
    ];
    for (const bomb of [...bombs, await avifBomb(16_000, 16_000)]) {
      assert.ok(bomb.length < 200_000);
      assert.equal(sniffType(bomb, { acceptsSvg: false }).kind, "picture");
      const reason = reasonIn(await probe(bomb));
      assert.ok(reason === "TOO_LARGE" || reason === "BROKEN", reason);
    }
    const result = await probe(pngBomb(20_000, 20_000));
    assert.match(result.isOk ? "" : result.failure.message, /20000 × 20000 pixels; the limit is 64 megapixels/);
  });

  test("a picture whose head lies about its size is broken", async () => {
    assert.equal(reasonIn(await probe(await avifBomb(300, 300))), "BROKEN");
  });

  test("files that break off anywhere are broken, and so is what is no picture", async () => {
    const wholes = [
      await photograph(300, 200),
      await halves(300, 200).png().toBuffer(),
      await halves(300, 200).webp().toBuffer(),
      await halves(300, 200).avif().toBuffer(),
      await animation("webp", 4, 60, 60),
    ];
    for (const whole of wholes) {
      for (const part of [0, 12, 40, Math.floor(whole.length / 2), Math.floor(whole.length * 0.9)]) {
        assert.equal(reasonIn(await probe(whole.subarray(0, part))), "BROKEN", `${whole.subarray(0, 12)} ${part}`);
      }
    }
    // A GIF that breaks off still has its first frames, which is how browsers show it.
    const gif = await animation("gif", 4, 60, 60);
    assert.equal(reasonIn(await probe(gif.subarray(0, 12))), "BROKEN");
    assert.equal((await sharp((await encode(gif.subarray(0, 300), ImagePreset.W320)).output).metadata()).width, 60);
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    const tiff = await halves(30, 20).tiff().toBuffer();
    for (const bytes of [
      svg,
      tiff,
      heic(),
      Buffer.from("%PDF-1.7\n"),
      Buffer.from("P6 1 1 255 abc"),
      Buffer.alloc(1_000),
    ]) {
      assert.equal(reasonIn(await probe(bytes)), "BROKEN");
    }
  });

  test("a picture that is HTML too comes out as a picture alone", async () => {
    const script = "<script>alert(document.domain)</script>";
    const gif = Buffer.concat([await animation("gif", 2, 30, 30), Buffer.from(script)]);
    const jpeg = await halves(60, 40)
      .withExif({ IFD0: { ImageDescription: script } })
      .jpeg()
      .toBuffer();
    for (const bytes of [gif, jpeg, Buffer.concat([jpeg, Buffer.from(script)])]) {
      const result = await probe(bytes);
      if (!result.isOk) continue;
      for (const format of [ImageFormat.WEBP, ImageFormat.FALLBACK]) {
        assert.ok(!(await encode(bytes, ImagePreset.W320, format)).output.includes("script"));
      }
    }
  });

  test("a file of too many bytes is not decoded", async () => {
    const result = await encoder.probe(async () => new Uint8Array(52_428_801));
    assert.equal(reasonIn(result), "TOO_LARGE");
  });
});

describe("the processes that decode", () => {
  const programs: Record<string, string> = {
    crashes:
      "process.on('message', (job) => job.byteSize > 3 ? process.abort() : process.send({ isOk: true, value: process.pid }));",
    hangs:
      "process.on('message', (job) => { while (job.byteSize > 3); process.send({ isOk: true, value: process.pid }); });",
    waits: "process.on('message', () => undefined); process.on('disconnect', () => process.exit());",
    lists:
      "process.on('message', () => process.send({ isOk: true, value: Object.keys(process.env) }));process.on('disconnect', () => process.exit());",
  };

  async function program(name: string) {
    const path = join(folder, `${name}.mjs`);
    await writeFile(path, programs[name] ?? "");
    return pathToFileURL(path);
  }

  test("a process that crashes fails its job, and the next job gets another one", async () => {
    const crashing = new PictureEncoder({ processes: 1, program: await program("crashes") });
    const [small, large] = [new Uint8Array(2), new Uint8Array(9)];
    const first = valueIn<unknown>(await probe(small, crashing));
    assert.equal(reasonIn(await probe(large, crashing)), "CRASHED");
    assert.equal(reasonIn(await probe(large, crashing)), "CRASHED");
    const second = valueIn<unknown>(await probe(small, crashing));
    assert.notEqual(first, second);
    process.kill(Number(second), "SIGKILL");
    await waitForEnd(Number(second));
    assert.notEqual(valueIn<unknown>(await probe(small, crashing)), second);
    crashing.close();
  });

  test("a process that hangs is killed, and the next job gets another one", async () => {
    const hanging = new PictureEncoder({ processes: 1, seconds: 0.2, program: await program("hangs") });
    assert.equal(reasonIn(await probe(new Uint8Array(9), hanging)), "TIMEOUT");
    assert.ok(
      valueIn<unknown>(await new PictureEncoder({ program: await program("hangs") }).probe(loaded(new Uint8Array(1)))),
    );
    hanging.close();
  });

  test("jobs wait in a queue of limited length, and load their bytes when it is their turn", async () => {
    const busy = new PictureEncoder({ processes: 2, maxWaiting: 3, seconds: 0.3, program: await program("waits") });
    const loads: number[] = [];
    const jobs = Array.from({ length: 6 }, (_, index) =>
      busy.probe(async () => {
        loads.push(index);
        return new Uint8Array(1);
      }),
    );
    assert.deepEqual(loads, [0, 1]);
    assert.deepEqual(busy.load, { running: 2, waiting: 3 });
    assert.equal(reasonIn(await (jobs[5] as (typeof jobs)[0])), "BUSY");
    assert.deepEqual(loads, [0, 1]);
    assert.deepEqual((await Promise.all(jobs)).map(reasonIn), [...Array(5).fill("TIMEOUT"), "BUSY"]);
    assert.deepEqual(busy.load, { running: 0, waiting: 0 });
    busy.close();
  });

  test("bytes are streamed to the process, and what is wrong with them fails the job alone", async () => {
    const bytes = await photograph(1_200, 900);
    const streamed = (byteSize: number, error: Error | null = null) =>
      encoder.probe(async () => {
        const stream = Readable.from(
          (async function* () {
            for (let at = 0; at < bytes.length; at += 1_000) yield bytes.subarray(at, at + 1_000);
            if (error !== null) throw error;
          })(),
          { objectMode: false },
        );
        return { stream, byteSize };
      });
    assert.equal(valueIn(await streamed(bytes.length)).width, 900);
    for (const byteSize of [bytes.length - 1, bytes.length + 1]) {
      await assert.rejects(streamed(byteSize), ByteCountError);
    }
    await assert.rejects(streamed(bytes.length, new Error("The store is away.")), /The store is away/);
    assert.equal(valueIn(await streamed(bytes.length)).width, 900);
  });

  test("bytes that cannot be loaded fail their job alone", async () => {
    const failing = encoder.probe(() => Promise.reject(new Error("The store is away.")));
    await assert.rejects(failing, /The store is away/);
    assert.ok((await probe(await halves(10, 10).png().toBuffer())).isOk);
  });

  test("no process knows the environment of the service", async () => {
    const listing = new PictureEncoder({ program: await program("lists") });
    const names = valueIn<unknown>(await probe(new Uint8Array(1), listing)) as string[];
    assert.deepEqual(
      names.filter((name) => /DATABASE|SECRET|KEY|TOKEN|HOME|PATH/.test(name)),
      [],
    );
    listing.close();
  });

  test("idle processes are ended", async () => {
    const short = new PictureEncoder({ processes: 1, idleMs: 1, program: await program("crashes") });
    const pid = Number(valueIn<unknown>(await probe(new Uint8Array(1), short)));
    await waitForEnd(pid);
    assert.notEqual(Number(valueIn<unknown>(await probe(new Uint8Array(1), short))), pid);
    short.close();
  });

  test("without sharp, the result says so", async () => {
    const shape: PictureShape = { width: 9, height: 9, isAnimated: false, hasAlpha: false };
    assert.equal(srcsetOf(shape, ImageFormat.WEBP, SERVED).length, 1);
    const child = new URL("../../../src/platform/pictures/picture-child.js", import.meta.url).href;
    const loader = `export const resolve = (name, context, next) => { if (name === "sharp") throw new Error("Cannot find package"); return next(name, context); };`;
    const path = join(folder, "without-sharp.mjs");
    const hook = `data:text/javascript,${encodeURIComponent(loader)}`;
    await writeFile(
      path,
      `import { register } from "node:module"; register(${JSON.stringify(hook)}); await import(${JSON.stringify(child)});`,
    );
    const without = new PictureEncoder({ program: pathToFileURL(path) });
    assert.equal(reasonIn(await probe(new Uint8Array(9), without)), "UNAVAILABLE");
    without.close();
  });
});

async function waitForEnd(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

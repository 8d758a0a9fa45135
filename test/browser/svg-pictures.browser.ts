// Renders hostile SVG pictures in a real browser after they were rewritten: as pictures, as documents of their own under the policy with which
// they are served, and even within a page without any policy. No script runs and nothing is requested.
import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import { type Browser, chromium } from "playwright-core";
import { rewriteSvg } from "../../src/platform/pictures/svg/rewrite-svg.js";
import { SVG_POLICY } from "../../src/platform/pictures/svg/svg-policy.js";
import { readChromiumPath } from "../support/environment.js";
import { SVG_ATTACKS } from "../support/svg-attacks.js";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
const rewritten = Object.values(SVG_ATTACKS).flatMap((text) => {
  const result = rewriteSvg(Buffer.from(text));
  return result.isOk ? [result.svg] : [];
});
/** To be sure that the page would notice: two vectors as they came. */
const unsafe = [SVG_ATTACKS.script, SVG_ATTACKS["remote picture"]].join("");

function pageOf(pictures: readonly string[], isInline: boolean): string {
  const content = isInline
    ? pictures.join("")
    : pictures
        .map(
          (_, index) =>
            `<img src="/${index}.svg"><iframe src="/${index}.svg"></iframe><object data="/${index}.svg"></object>`,
        )
        .join("");
  return `<!doctype html><meta charset="utf-8"><body>${content}`;
}

describe("rewritten SVG pictures in a browser", () => {
  let server: Server;
  let browser: Browser;

  before(async () => {
    const pages: Record<string, string> = {
      "/files": pageOf(rewritten, false),
      "/inline": pageOf(rewritten, true),
      "/unsafe": pageOf([unsafe], true),
    };
    server = createServer((request, response) => {
      const page = pages[request.url ?? ""];
      const svg = rewritten[Number(/^\/(\d+)\.svg$/.exec(request.url ?? "")?.[1] ?? -1)];
      if (page !== undefined) response.writeHead(200, { "content-type": "text/html" }).end(page);
      else if (svg === undefined) response.writeHead(404).end();
      else {
        const headers = {
          "content-type": "image/svg+xml",
          "content-security-policy": SVG_POLICY,
          "x-content-type-options": "nosniff",
        };
        response.writeHead(200, headers).end(svg);
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    browser = await chromium.launch({ executablePath: readChromiumPath(), args: FLAGS });
  });
  after(async () => {
    await browser?.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  async function open(path: string) {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const page = await browser.newPage();
    const requests: string[] = [];
    page.on("request", (request) => {
      const url = request.url();
      if (
        !url.startsWith("data:") &&
        !/^\/(?:files|inline|unsafe|favicon\.ico|\d+\.svg)$/.test(url.replace(origin, ""))
      )
        requests.push(url);
    });
    await page.goto(origin + path, { waitUntil: "load" });
    await page.evaluate("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))");
    for (const text of await page.locator("svg").all()) await text.dispatchEvent("click");
    const hit = await page.evaluate("document.documentElement.dataset.hit ?? null");
    const loaded = await page.evaluate("[...document.images].filter((image) => image.naturalWidth > 0).length");
    await page.close();
    return { requests, hit, loaded };
  }

  test("as files they are shown, run nothing and request nothing", async () => {
    assert.ok(rewritten.length >= 40);
    assert.deepEqual(await open("/files"), { requests: [], hit: null, loaded: rewritten.length });
  });

  test("within a page without any policy they run nothing and request nothing", async () => {
    assert.deepEqual(await open("/inline"), { requests: [], hit: null, loaded: 0 });
  });

  test("as they came, they run and request something", async () => {
    const { requests, hit } = await open("/unsafe");
    assert.equal(hit, "1");
    assert.ok(requests.length > 0);
  });
});

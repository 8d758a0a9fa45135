// Downloads files from the old site: from its own host only, with retries, and no longer once the host does not respond any more.
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import { codeOf } from "../../../lib/error-facts.js";
import { decodePercent } from "../../../lib/text.js";
import { mediaHostOf } from "../../../platform/markup/files/file-path.js";
import { type OutboundGuard, OutboundRefusedError } from "../../../platform/outbound/outbound-guard.js";
import {
  OutboundFailedError,
  type OutboundLimits,
  type OutboundResponse,
  OutboundTooLongError,
  sendOutbound,
} from "../../../platform/outbound/outbound-request.js";
import type { AbsentFile, OpenedFile } from "./file-source.js";

export interface DownloadOptions {
  guard: OutboundGuard;
  maxBytes: number;
  /** Before the second attempt; the third one waits four times as long. */
  retryMs?: number;
  limits?: Partial<OutboundLimits>;
}

const ATTEMPTS = 3;
const MAX_REDIRECTS = 3;
/** What a host may ask to wait before another attempt. */
const MAX_WAIT_MS = 30_000;
/** Files that fail one after the other, after which the host is not asked any more. */
const MAX_FAILURES = 20;

/** Another attempt may succeed, after this time. */
class TransientFailure extends Error {
  constructor(
    readonly reason: string,
    readonly afterMs: number | null = null,
  ) {
    super(reason);
  }
}

export class FileDownload {
  #site: URL | null = null;
  #hosts: ReadonlySet<string> = new Set();
  #folder: string | null = null;
  #files = 0;
  #failuresInRow = 0;

  constructor(private readonly options: DownloadOptions) {}

  /** The address of the site, to whose host all requests go, and further hosts on which its files are. */
  begin(siteUrl: string, hosts: ReadonlySet<string> = new Set()): void {
    this.#site = URL.canParse(siteUrl) ? new URL(siteUrl) : null;
    this.#hosts = hosts;
  }

  /** `address` is a decoded path of the site. */
  async open(address: string): Promise<OpenedFile | AbsentFile> {
    if (this.#site === null) return { absence: "REFUSED", reason: "the address of the old site is not known" };
    if (this.#failuresInRow >= MAX_FAILURES) {
      return {
        absence: "FAILED",
        reason: `the old site failed ${MAX_FAILURES} times in a row and was not asked again`,
      };
    }
    const opened = await this.#withRetries(this.#urlOf(address, this.#site));
    this.#failuresInRow = "absence" in opened && opened.absence === "FAILED" ? this.#failuresInRow + 1 : 0;
    return opened;
  }

  #urlOf(address: string, site: URL): URL {
    const host = mediaHostOf(address);
    const isElsewhere = host !== null && this.#hosts.has(host);
    const url = isElsewhere ? new URL(`https://${host}`) : new URL(site);
    const path = isElsewhere ? address.slice(host.length + 1) : address;
    url.pathname = url.pathname.replace(/\/+$/, "") + path.split("/").map(encodeURIComponent).join("/");
    return url;
  }

  /** Deletes what is left of all downloads. */
  readonly close = (): void => {
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
    process.removeListener("exit", this.close);
  };

  async #withRetries(url: URL): Promise<OpenedFile | AbsentFile> {
    const { retryMs = 1_000 } = this.options;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#download(url);
      } catch (error) {
        const failure = asFailure(error);
        if (failure instanceof TransientFailure && attempt < ATTEMPTS) {
          await wait(Math.min(failure.afterMs ?? retryMs * 4 ** (attempt - 1), MAX_WAIT_MS));
        } else if (failure instanceof TransientFailure) {
          return { absence: "FAILED", reason: `${failure.reason}, after ${ATTEMPTS} attempts` };
        } else return failure;
      }
    }
  }

  async #download(url: URL): Promise<OpenedFile | AbsentFile> {
    const file = this.#nextFile();
    const response = await this.#follow(url);
    const { status, headers, body } = response;
    if (status !== 200) {
      body.destroy();
      if (status === 429 || status >= 500) throw new TransientFailure(statusOf(status), waitOf(headers["retry-after"]));
      const absence = status === 404 || status === 410 ? "MISSING" : "REFUSED";
      return { absence, reason: statusOf(status) };
    }
    try {
      await pipeline(body, createWriteStream(file));
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    }
    return {
      file,
      byteSize: (await stat(file)).size,
      fileName: basename(decodePercent(url.pathname)),
      takenFrom: url.href,
      discard: () => rm(file, { force: true }),
    };
  }

  /** Each redirect is checked as the first address is, and must stay on the host. */
  async #follow(from: URL): Promise<OutboundResponse> {
    const { guard, maxBytes, limits } = this.options;
    let url = from;
    for (let redirects = 0; ; redirects += 1) {
      const response = await sendOutbound(guard, url, { allowsHttp: true, maxBytes, ...(limits && { limits }) });
      const location: string | undefined = response.headers.location;
      if (![301, 302, 303, 307, 308].includes(response.status) || location === undefined) return response;
      response.body.destroy();
      if (!URL.canParse(location, url.href)) throw new OutboundRefusedError("its redirect has no valid address");
      url = new URL(location, url);
      if (!isSameHost(url, from)) throw new OutboundRefusedError(`it redirects to another host, ${url.hostname}`);
      if (redirects >= MAX_REDIRECTS) throw new OutboundRefusedError(`it redirects more than ${MAX_REDIRECTS} times`);
    }
  }

  #nextFile(): string {
    if (this.#folder === null) {
      this.#folder = mkdtempSync(join(tmpdir(), "colophon-import-"));
      // Also after Ctrl-C.
      process.once("exit", this.close);
    }
    this.#files += 1;
    return join(this.#folder, String(this.#files));
  }
}

/** What a failure means for the file. Anything else, such as a full disk, is thrown. */
function asFailure(error: unknown): TransientFailure | AbsentFile {
  if (error instanceof TransientFailure) return error;
  if (error instanceof OutboundTooLongError || error instanceof OutboundRefusedError) {
    return { absence: "REFUSED", reason: clauseOf(error.message) };
  }
  if (error instanceof OutboundFailedError) return new TransientFailure(clauseOf(error.message));
  if (codeOf(error) === "ERR_STREAM_PREMATURE_CLOSE") return new TransientFailure("the response was cut off");
  throw error;
}

const statusOf = (status: number): string => `the old site responded with status ${status}`;

const clauseOf = (sentence: string): string =>
  sentence.slice(0, 1).toLowerCase() + sentence.slice(1).replace(/\.$/, "");

/** With and without `www.`, over http and https. */
function isSameHost(one: URL, other: URL): boolean {
  const nameOf = ({ hostname }: URL): string => hostname.replace(/^www\./, "").replace(/\.$/, "");
  return nameOf(one) === nameOf(other) && (one.port === other.port || (one.port === "" && other.port === ""));
}

/** Null if the host does not state a number of seconds. */
function waitOf(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,6}$/.test(header.trim()) ? Number(header) * 1_000 : null;
}

// A small S3 service for tests, which checks the signature of each request by its own implementation of AWS Signature Version 4, and refuses
// what other S3-compatible services refuse: chunked uploads, checksum headers and trailers. It can fail on demand.
import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

interface DoubleObject {
  bytes: Buffer;
  contentType: string;
  modifiedAt: Date;
}

/** `down`: 503. `silent`: never responds. `cut`: closes the connection in the middle of a body. `full`: 507. `copy-fails`: 200 with an error. */
export type S3Trouble = "down" | "silent" | "cut" | "full" | "copy-fails";

export const S3_KEYS = { region: "eu-test-1", accessKeyId: "AKIDTEST", secretAccessKey: "test-secret/with+signs" };
const BUCKET = "blog-bucket";
const LISTING_PAGE = 3;
const FORBIDDEN_HEADERS = [
  "transfer-encoding",
  "x-amz-trailer",
  "x-amz-sdk-checksum-algorithm",
  "x-amz-checksum-crc32",
];

export class S3Double {
  readonly objects = new Map<string, DoubleObject>();
  readonly requests: string[] = [];
  /** Set by a test; a number fails only so many requests with 503. */
  trouble: S3Trouble | number | null = null;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => void this.#handle(request, response));
  }

  static async start(): Promise<S3Double> {
    const double = new S3Double();
    await new Promise<void>((resolve) => double.#server.listen(0, "127.0.0.1", resolve));
    return double;
  }

  get bucket() {
    const { port } = this.#server.address() as AddressInfo;
    return { url: `http://127.0.0.1:${port}/${BUCKET}`, ...S3_KEYS };
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests.push(`${request.method} ${request.url}`);
    request.on("error", () => undefined);
    if (this.trouble === "silent") return;
    if (this.trouble === "down" || typeof this.trouble === "number") {
      if (typeof this.trouble === "number") this.trouble = this.trouble > 1 ? this.trouble - 1 : null;
      refuse(response, 503, "SlowDown");
      return;
    }
    if (this.trouble === "full" && request.method === "PUT") {
      refuse(response, 507, "InsufficientStorage");
      return;
    }
    const complaint = signatureComplaint(request);
    if (complaint !== null) {
      refuse(response, 403, "SignatureDoesNotMatch", complaint);
      return;
    }
    const forbidden = FORBIDDEN_HEADERS.find((name) => request.headers[name] !== undefined);
    if (forbidden !== undefined) {
      refuse(response, 501, "NotImplemented", forbidden);
      return;
    }
    const url = new URL(request.url ?? "/", "http://double");
    const [, bucket, ...rest] = decodeURIComponent(url.pathname).split("/");
    if (bucket !== BUCKET) {
      refuse(response, 404, "NoSuchBucket");
      return;
    }
    const key = rest.join("/");
    if (key === "") this.#list(url.searchParams, response);
    else if (request.method === "PUT") await this.#put(key, request, response);
    else if (request.method === "DELETE") {
      this.objects.delete(key);
      response.writeHead(204).end();
    } else this.#get(key, request, response);
  }

  async #put(key: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const source = request.headers["x-amz-copy-source"];
    if (typeof source === "string") {
      const object = this.objects.get(decodeURIComponent(source).replace(`/${BUCKET}/`, ""));
      if (object === undefined) {
        refuse(response, 404, "NoSuchKey");
        return;
      }
      if (this.trouble === "copy-fails") return void response.end("<Error><Code>InternalError</Code></Error>");
      this.objects.set(key, { ...object, modifiedAt: new Date() });
      response.end("<CopyObjectResult><ETag>x</ETag></CopyObjectResult>");
      return;
    }
    const length = Number(request.headers["content-length"] ?? Number.NaN);
    if (Number.isNaN(length)) {
      refuse(response, 411, "MissingContentLength");
      return;
    }
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) {
        chunks.push(chunk);
        if (this.trouble === "cut") return void request.destroy();
      }
    } catch {
      return;
    }
    const bytes = Buffer.concat(chunks);
    if (bytes.length !== length) {
      refuse(response, 400, "IncompleteBody");
      return;
    }
    const contentType = request.headers["content-type"] ?? "binary/octet-stream";
    this.objects.set(key, { bytes, contentType, modifiedAt: new Date() });
    response.writeHead(200, { etag: `"${createHash("md5").update(bytes).digest("hex")}"` }).end();
  }

  #get(key: string, { method, headers }: IncomingMessage, response: ServerResponse): void {
    const object = this.objects.get(key);
    if (object === undefined) {
      refuse(response, 404, "NoSuchKey");
      return;
    }
    const { bytes, contentType, modifiedAt } = object;
    const range = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? "");
    const start = Number(range?.[1] ?? 0);
    const end = Math.min(Number(range?.[2] ?? bytes.length - 1), bytes.length - 1);
    if (range !== null && start >= bytes.length) {
      refuse(response, 416, "InvalidRange");
      return;
    }
    const part = bytes.subarray(start, end + 1);
    const facts = {
      "content-type": contentType,
      "content-length": part.length,
      "last-modified": modifiedAt.toUTCString(),
    };
    const partial = range === null ? {} : { "content-range": `bytes ${start}-${end}/${bytes.length}` };
    response.writeHead(range === null ? 200 : 206, { ...facts, ...partial });
    if (method === "HEAD") response.end();
    else if (this.trouble === "cut") response.write(part.subarray(0, part.length / 2), () => response.destroy());
    else response.end(part);
  }

  #list(search: URLSearchParams, response: ServerResponse): void {
    if (search.get("list-type") !== "2") {
      refuse(response, 400, "InvalidRequest");
      return;
    }
    const after = search.get("continuation-token") ?? "";
    const keys = [...this.objects.keys()]
      .sort()
      .filter((key) => key.startsWith(search.get("prefix") ?? "") && key > after);
    const page = keys.slice(0, LISTING_PAGE);
    const contents = page.map((key) => {
      const { bytes, modifiedAt } = this.objects.get(key) as DoubleObject;
      return `<Contents><Key>${key}</Key><LastModified>${modifiedAt.toISOString()}</LastModified><Size>${bytes.length}</Size></Contents>`;
    });
    const next = keys.length > page.length ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : "";
    response.end(`<?xml version="1.0"?><ListBucketResult>${next}${contents.join("")}</ListBucketResult>`);
  }
}

function refuse(response: ServerResponse, status: number, code: string, detail = ""): void {
  response
    .writeHead(status, { connection: "close" })
    .end(`<Error><Code>${code}</Code><Message>${detail}</Message></Error>`);
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** Null if the signature, in the header or in the address, is right and not expired. */
function signatureComplaint({ method = "", url = "/", headers }: IncomingMessage): string | null {
  const { pathname, searchParams } = new URL(url, "http://double");
  const inHeader = /^AWS4-HMAC-SHA256 Credential=(\S+), SignedHeaders=(\S+), Signature=(\w+)$/.exec(
    headers.authorization ?? "",
  );
  const credential = inHeader?.[1] ?? searchParams.get("X-Amz-Credential") ?? "";
  const names = inHeader?.[2] ?? searchParams.get("X-Amz-SignedHeaders") ?? "";
  const given = inHeader?.[3] ?? searchParams.get("X-Amz-Signature") ?? "";
  const instant = inHeader ? String(headers["x-amz-date"]) : (searchParams.get("X-Amz-Date") ?? "");
  const day = instant.slice(0, 8);
  const scope = `${day}/${S3_KEYS.region}/s3/aws4_request`;
  if (credential !== `${S3_KEYS.accessKeyId}/${scope}`) return `unexpected credential ${credential}`;
  const signed = names.split(";");
  if (!signed.includes("host")) return "the host is not signed";
  const unsigned = Object.keys(headers).find((name) => name.startsWith("x-amz-") && !signed.includes(name));
  if (unsigned !== undefined) return `${unsigned} is not signed`;
  const query = [...searchParams]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort();
  const lines = signed.map(
    (name) =>
      `${name}:${String(headers[name] ?? "")
        .trim()
        .replace(/ +/g, " ")}\n`,
  );
  const payload = inHeader ? String(headers["x-amz-content-sha256"]) : "UNSIGNED-PAYLOAD";
  const path = pathname
    .split("/")
    .map((part) => encode(decodeURIComponent(part)))
    .join("/");
  const canonical = [method, path, query.join("&"), lines.join(""), names, payload].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", instant, scope, sha256(canonical)].join("\n");
  const key = [day, S3_KEYS.region, "s3", "aws4_request"].reduce<string | Buffer>(
    hmac,
    `AWS4${S3_KEYS.secretAccessKey}`,
  );
  if (hmac(key, toSign).toString("hex") !== given) return "the signature is wrong";
  return isExpired(instant, inHeader ? 900 : Number(searchParams.get("X-Amz-Expires")))
    ? "the request is expired"
    : null;
}

function isExpired(instant: string, seconds: number): boolean {
  const iso = instant.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z");
  return !(Date.parse(iso) + seconds * 1_000 > Date.now());
}

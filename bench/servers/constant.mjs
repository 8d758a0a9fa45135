// The floor of HTTP itself: node:http that sends the stored bytes of a workload, whatever the request; with BENCH_HEADS,
// under all headers of Colophon's responses.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { PORT } from "./port.mjs";

// The driver writes the response of each workload to this file, and names the workload in the path.
const answers = JSON.parse(await readFile(process.env.BENCH_ANSWERS, "utf8"));
const bytes = new Map(Object.entries(answers).map(([name, text]) => [`/${name}`, Buffer.from(text)]));

const heads = JSON.parse(process.env.BENCH_HEADS ?? "null");

createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    if (request.headers["if-none-match"] !== undefined) {
      response.writeHead(304, heads?.bare);
      response.end();
      return;
    }
    const body = bytes.get(request.url);
    const head = { "content-type": "application/json", "content-length": body?.length ?? 0 };
    response.writeHead(
      body ? 200 : 404,
      heads === null ? head : [...heads.whole, "content-length", head["content-length"]],
    );
    response.end(body);
  });
}).listen(PORT, "127.0.0.1");

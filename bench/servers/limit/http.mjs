// The HTTP side of the hand-written limits: node:http, one read or write per request, a body of JSON text.
import { createServer } from "node:http";
import { PORT } from "../port.mjs";
import { read } from "./flat-read.mjs";

/**
 * `reads` maps a query's name to `{ statement, values(variables), body(rows, variables) }`; `writes` maps it to a function
 * of the variables that resolves to the body.
 */
export function serve({ reads, writes }) {
  createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8");
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => {
      const { query, variables } = JSON.parse(text);
      const one = reads[query];
      if (one === undefined) {
        if (writes[query] === undefined) return fail(response, `Unknown query ${query}.`);
        writes[query](variables).then(
          (body) => send(response, body),
          (error) => fail(response, error),
        );
        return;
      }
      read(one.statement, one.values(variables), (error, rows) => {
        if (error) fail(response, error);
        else send(response, one.body(rows, variables));
      });
    });
  }).listen(PORT, "127.0.0.1");
}

function send(response, body) {
  response.writeHead(200, ["content-type", "application/json", "content-length", Buffer.byteLength(body)]);
  response.end(body);
}

function fail(response, error) {
  response.writeHead(500).end(String(error?.stack ?? error));
}

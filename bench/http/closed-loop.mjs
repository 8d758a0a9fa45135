// A closed-loop HTTP/1.1 load over keep-alive sockets, small enough to cost less than what it measures. It is for
// CPU per request only: a closed loop hides stalls, so its latencies mean nothing and are not reported.
import { connect } from "node:net";

const HEAD_END = Buffer.from("\r\n\r\n");

/** Sends one POST with `body` to `/graphql` as a browser's fetch would, apart from the host's name. */
export function rawPost(port, body) {
  return Buffer.from(
    `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\naccept: */*\r\n` +
      `user-agent: bench\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** Runs `connections` sockets until `milliseconds` have passed; answers how many requests were answered with 200. */
export async function drive(port, request, connections, milliseconds) {
  const until = Date.now() + milliseconds;
  const counts = await Promise.all(Array.from({ length: connections }, () => driveSocket(port, request, until)));
  return counts.reduce((sum, count) => sum + count, 0);
}

function driveSocket(port, request, until) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    socket.setNoDelay(true);
    let answered = 0;
    let pending = Buffer.alloc(0);
    socket.on("connect", () => socket.write(request));
    socket.on("error", reject);
    socket.on("data", (chunk) => {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      const size = responseSize(pending);
      if (size === undefined || pending.length < size) return;
      if (pending.toString("latin1", 9, 12) !== "200") return reject(new Error(pending.toString("utf8", 0, 400)));
      pending = pending.subarray(size);
      answered += 1;
      if (Date.now() < until) return socket.write(request);
      socket.destroy();
      resolve(answered);
    });
  });
}

function responseSize(bytes) {
  const end = bytes.indexOf(HEAD_END);
  if (end < 0) return undefined;
  const length = /content-length: (\d+)/i.exec(bytes.toString("latin1", 0, end))?.[1];
  if (length === undefined) throw new Error("expected a Content-Length, came a chunked answer");
  return end + HEAD_END.length + Number(length);
}

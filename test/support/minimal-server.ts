// Run as a process of its own: a server that answers everything at once, until it is stopped by a signal.
import { createServer } from "node:http";
import { endWithParent } from "./spawned.js";

endWithParent();
const server = createServer((request, response) => {
  request.resume();
  request.once("end", () => response.end("{}"));
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(`http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/`);
});

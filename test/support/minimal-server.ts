// A script that runs in its own process: a server that responds to every request at once, unless a signal suspends it.
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

// The hand-written limit: node:http, one named prepared statement per request that returns flat rows, JSON text written in
// JavaScript. It holds no content: everything is read from the database on each request.
import { connect } from "./limit/flat-read.mjs";
import { reads } from "./limit/from-database.mjs";
import { serve } from "./limit/http.mjs";
import { updateTitle } from "./limit/write.mjs";

await connect();
serve({ reads, writes: { W8: updateTitle } });

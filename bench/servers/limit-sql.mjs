// As little as a service can do: node:http, a named prepared statement, and the bytes that PostgreSQL made.
import { createServer } from "node:http";
import pg from "pg";
import { STATEMENTS } from "./limit-statements.mjs";
import { updateTitle } from "./limit-write.mjs";
import { bodyOf, DATABASE_URL, POOL_SIZE, PORT } from "./port.mjs";

const pool = new pg.Pool({ connectionString: DATABASE_URL, max: POOL_SIZE, options: "-c TimeZone=UTC" });

async function read(name, variables) {
  const { text, values } = STATEMENTS[name];
  const { rows } = await pool.query({ name, text, values: values(variables) });
  return rows[0]?.body ?? '{"data":null}';
}

createServer(async (request, response) => {
  const { query, variables } = JSON.parse(await bodyOf(request));
  try {
    const body = query === "W8" ? await updateTitle(pool, variables) : await read(query, variables ?? {});
    response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
    response.end(body);
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
}).listen(PORT, "127.0.0.1");

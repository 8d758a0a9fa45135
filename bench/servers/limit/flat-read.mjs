// Executes prepared statements over `pg` connections and returns rows as arrays of text. Unlike `pg`'s own query it asks
// for no column description, builds no row objects and sends Bind, Execute and Sync as one message.
import pg from "pg";
import { DATABASE_URL, POOL_SIZE } from "../port.mjs";

/** Plans do not depend on the values, so planning once per connection is enough. */
const SESSION = "-c TimeZone=UTC -c DateStyle=ISO -c plan_cache_mode=force_generic_plan -c jit=off";
/** Execute of the unnamed portal without a row limit, then Sync. */
const EXECUTE_AND_SYNC = Buffer.from("E\0\0\0\x09\0\0\0\0\0S\0\0\0\x04", "latin1");

class FlatRead {
  rows = [];

  constructor({ name, text }, values, callback) {
    this.name = name;
    this.text = text;
    this.values = values;
    this.callback = callback;
  }

  submit(connection) {
    const isParsed = connection.parsedStatements[this.name] !== undefined;
    if (!isParsed) connection.parse({ name: this.name, text: this.text, types: [] });
    connection.stream.write(bindMessage(this.name, this.values));
  }

  handleDataRow({ fields }) {
    this.rows.push(fields);
  }

  handleCommandComplete() {}

  handleReadyForQuery() {
    this.callback(null, this.rows);
  }

  handleError(error) {
    this.callback(error);
  }
}

/** Columns are text, and so are parameters other than search vectors. */
function bindMessage(name, values) {
  let size = 4 + 1 + Buffer.byteLength(name) + 1 + 2 + 2 * values.length + 2 + 2;
  for (const value of values) size += 4 + (value === null ? 0 : Buffer.byteLength(value));
  const message = Buffer.allocUnsafe(1 + size + EXECUTE_AND_SYNC.length);
  message[0] = 0x42;
  let at = message.writeInt32BE(size, 1);
  message[at] = 0;
  at += 1 + message.write(name, at + 1);
  at = message.writeUInt8(0, at);
  at = message.writeUInt16BE(values.length, at);
  for (const value of values) at = message.writeUInt16BE(typeof value === "object" && value !== null ? 1 : 0, at);
  at = message.writeUInt16BE(values.length, at);
  for (const value of values) {
    if (value === null) at = message.writeInt32BE(-1, at);
    else {
      const bytes = typeof value === "string" ? message.write(value, at + 4) : value.copy(message, at + 4);
      at = message.writeInt32BE(bytes, at) + bytes;
    }
  }
  at = message.writeUInt16BE(0, at);
  EXECUTE_AND_SYNC.copy(message, at);
  return message;
}

const idle = [];
const waiting = [];

export async function connect() {
  for (let i = 0; i < POOL_SIZE; i += 1) {
    const client = new pg.Client({ connectionString: DATABASE_URL, options: SESSION });
    await client.connect();
    idle.push(client);
  }
}

/** Calls back with an error, or null and the rows. `values` are strings or null. */
export function read(statement, values, callback) {
  const client = idle.pop();
  if (client === undefined) waiting.push([statement, values, callback]);
  else execute(client, statement, values, callback);
}

/** The connection used last is used first: its backend's caches are warm. */
function execute(client, statement, values, callback) {
  client.query(
    new FlatRead(statement, values, (error, rows) => {
      const next = waiting.shift();
      if (next === undefined) idle.push(client);
      else execute(client, ...next);
      callback(error, rows);
    }),
  );
}

export function query(statement, values) {
  return new Promise((resolve, reject) => {
    read(statement, values, (error, rows) => (error ? reject(error) : resolve(rows)));
  });
}

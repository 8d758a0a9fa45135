// How every server of the bench is told where to listen and which database to read.

export const PORT = Number(process.env.PORT);
export const DATABASE_URL = process.env.DATABASE_URL;
/** The same for every server. */
export const POOL_SIZE = 10;

export async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

// Completes the inputs of tests in which nobody else changes the object: with its current version.
import { decodeGlobalId } from "../../src/platform/graphql/global-id.js";
import type { Executor } from "./execute.js";

/** The input with the version that its object has now; with 1 if there is no such object. */
export async function withVersion<Input extends { id?: string | undefined }>(
  { dataSource }: Pick<Executor, "dataSource">,
  input: Input,
): Promise<Input & { expectedVersion: number }> {
  const id = decodeGlobalId(input.id ?? "");
  const [row]: { version: number }[] =
    id === null ? [] : await dataSource.query(`select version from ${id.type.toLowerCase()} where id = $1`, [id.uuid]);
  return { expectedVersion: row?.version ?? 1, ...input };
}

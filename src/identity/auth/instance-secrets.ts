// Secrets that the service generates for itself when they are first needed. They are stored in the database, so that all processes share them.
import { selectColumns } from "../../platform/db/entity-columns.js";
import { queryPrepared } from "../../platform/db/prepared/prepared-write.js";
import { sql } from "../../platform/db/sql-text.js";
import type { Platform } from "../context.js";
import { InstanceSecretRow } from "./instance-secret.entity.js";

const FIND_SECRET = sql`/* InstanceSecret.find */ select ${selectColumns(InstanceSecretRow, "s", ["value"])}
  from instance_secret s where s.name = $1`;
/** 244 random bits. PostgreSQL generates them, so that the secret is never a parameter, which a failing statement could log. */
const RANDOM_SECRET = "sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea)";

type Access = Pick<Platform, "privateReads" | "transact">;

export class InstanceSecret {
  readonly #access: Access;
  readonly #name: string;
  #value: Promise<Buffer> | null;

  /** `given` is used instead of a stored secret, unless it is null. */
  constructor(access: Access, name: string, given: string | null = null) {
    this.#access = access;
    this.#name = name;
    this.#value = given === null ? null : Promise.resolve(Buffer.from(given, "utf8"));
  }

  async value(): Promise<Buffer> {
    this.#value ??= this.#stored();
    try {
      return await this.#value;
    } catch (error) {
      this.#value = null;
      throw error;
    }
  }

  async #stored(): Promise<Buffer> {
    const [existing] = await this.#access.privateReads.query(FIND_SECRET, [this.#name]);
    if (existing !== undefined) return existing.value;
    return this.#access.transact(async (tx) => {
      // If two processes insert a secret at the same time, both use the first.
      const insert = tx.createQueryBuilder().insert().into(InstanceSecretRow);
      const row = insert.values({ name: this.#name, value: () => RANDOM_SECRET });
      await row.orIgnore().updateEntity(false).comment("InstanceSecret.insert").execute();
      const [stored] = await queryPrepared(tx, FIND_SECRET, [this.#name]);
      if (stored === undefined) throw new Error(`Expected a stored secret "${this.#name}", got none.`);
      return stored.value;
    });
  }
}

// Names database objects as PostgreSQL does by default (post_author_id_fkey), so that hand-written migrations and entities agree
// exactly, and a constraint named in an error is easy to find.
import { DefaultNamingStrategy, type NamingStrategyInterface, type Table } from "typeorm";

const snake = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
const tableName = (table: Table | string): string => {
  const name = typeof table === "string" ? table : table.name;
  return name.slice(name.lastIndexOf(".") + 1);
};
const named = (table: Table | string, columns: string[], suffix: string): string =>
  [tableName(table), ...columns.map(snake), suffix].join("_");

export class PostgresNamingStrategy extends DefaultNamingStrategy implements NamingStrategyInterface {
  override tableName(className: string, customName: string | undefined): string {
    return customName ?? snake(className);
  }
  override columnName(property: string, customName: string | undefined, prefixes: string[]): string {
    return [...prefixes.map(snake), customName ?? snake(property)].join("_");
  }
  override joinColumnName(relation: string, referenced: string): string {
    return `${snake(relation)}_${snake(referenced)}`;
  }
  override primaryKeyName(table: Table | string): string {
    return `${tableName(table)}_pkey`;
  }
  override foreignKeyName(table: Table | string, columns: string[]): string {
    return named(table, columns, "fkey");
  }
  override indexName(table: Table | string, columns: string[]): string {
    return named(table, columns, "idx");
  }
  override uniqueConstraintName(table: Table | string, columns: string[]): string {
    return named(table, columns, "key");
  }
}

// The columns of an entity, derived from its decorators, for SQL that is written by hand: names, types and select lists stand once, in
// the entity. Call these functions when a module is loaded, not per request; an unknown property then fails at the start of the process.
import { getMetadataArgsStorage } from "typeorm";
import { PostgresNamingStrategy } from "./naming-strategy.js";
import type { SqlType } from "./sql-parameters.js";
import type { SqlText } from "./sql-text.js";

type EntityClass<Entity> = abstract new () => Entity;

type IfSame<One, Other, Result> =
  (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? Result : never;

/**
 * The properties of an entity that are columns: those that are neither optional, as relations are, nor readonly, as getters and computed
 * properties are.
 */
export type ColumnOf<Entity> = {
  [Property in keyof Entity]-?: IfSame<
    { [P in Property]: Entity[Property] },
    { -readonly [P in Property]-?: Entity[Property] },
    Property
  >;
}[Extract<keyof Entity, string>];

export interface EntityColumn<Property extends string = string> {
  readonly property: Property;
  /** As PostgreSQL knows it, such as `published_at`. */
  readonly name: string;
  /** As the entity declares it, such as `timestamptz` or `uuid[]`. */
  readonly type: string;
  readonly isNullable: boolean;
}

const naming = new PostgresNamingStrategy();

/** The given columns of an entity in the given order, or all of them in the order of their declaration. */
export function entityColumns<Entity, Property extends ColumnOf<Entity> = ColumnOf<Entity>>(
  entity: EntityClass<Entity>,
  properties?: readonly Property[],
): readonly EntityColumn<Property>[] {
  const columns = declaredColumns(entity);
  if (properties === undefined) return [...columns.values()] as EntityColumn<Property>[];
  return properties.map((property) => {
    const column = columns.get(property);
    if (column !== undefined) return column as EntityColumn<Property>;
    const known = [...columns.keys()].join(", ");
    throw new Error(`${entity.name}.${property} is not a column. Expected a property with @Column, one of ${known}.`);
  });
}

/** A select list whose columns are named after the properties (all if none are given): `p.id, p.published_at as "publishedAt"`. */
export function selectColumns<Entity, Property extends ColumnOf<Entity> = ColumnOf<Entity>>(
  entity: EntityClass<Entity>,
  alias: string,
  properties?: readonly Property[],
): SqlText<Pick<Entity, Property>> {
  return entityColumns(entity, properties)
    .map(({ name, property }) => `${alias}.${name}${name === property ? "" : ` as "${property}"`}`)
    .join(", ");
}

interface ComputedTypes extends Record<SqlType, unknown> {
  uuid: string;
  "uuid[]": string[];
  text: string;
  "text[]": string[];
  timestamptz: string;
  integer: number;
  "integer[]": number[];
  smallint: number;
  boolean: boolean;
  "double precision": number;
}

/** A column that is computed, with the type that PostgreSQL casts it to: `(p.visible_from <= now())::boolean as "isVisible"`. */
export function computedColumn<Name extends string, Type extends SqlType>(
  name: Name,
  type: Type,
  expression: string,
): SqlText<{ [Column in Name]: ComputedTypes[Type] }> {
  return `(${expression})::${type} as "${name}"`;
}

/** The same for an expression that may be null. */
export function nullableColumn<Name extends string, Type extends SqlType>(
  name: Name,
  type: Type,
  expression: string,
): SqlText<{ [Column in Name]: ComputedTypes[Type] | null }> {
  return computedColumn(name, type, expression);
}

/** The types of columns by their names. */
export const columnTypes = (columns: readonly EntityColumn[]): Record<string, string> =>
  Object.fromEntries(columns.map(({ name, type }) => [name, type]));

const known = new Map<unknown, ReadonlyMap<string, EntityColumn>>();

function declaredColumns(entity: EntityClass<unknown>): ReadonlyMap<string, EntityColumn> {
  let columns = known.get(entity);
  if (columns === undefined) {
    columns = new Map(
      getMetadataArgsStorage()
        .filterColumns(ancestry(entity))
        .map(({ propertyName: property, options }) => [
          property,
          {
            property,
            name: naming.columnName(property, options.name, []),
            type: `${String(options.type)}${options.array === true ? "[]" : ""}`,
            isNullable: options.nullable === true,
          },
        ]),
    );
    known.set(entity, columns);
  }
  return columns;
}

/** The class and those that it extends. */
function ancestry(entity: EntityClass<unknown>): EntityClass<unknown>[] {
  const classes: EntityClass<unknown>[] = [];
  for (let each: unknown = entity; typeof each === "function" && each !== Function.prototype; ) {
    classes.push(each as EntityClass<unknown>);
    each = Object.getPrototypeOf(each);
  }
  return classes;
}

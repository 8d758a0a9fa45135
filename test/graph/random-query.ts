// Generates random valid queries of any schema, for properties that must hold for all queries. Values that a schema does not define, such as
// existing slugs, come from `ArgumentValues`, so one query can be sent to several sets of data.
import fc from "fast-check";
import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLScalarType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from "graphql";
import {
  type ArgumentChoice,
  type Choice,
  isConnectionField,
  isWrapper,
  type Operation,
  OperationPrinter,
  PAGE_ARGUMENTS,
} from "./operation-printer.js";

export interface ArgumentValues {
  /** Values of arguments and input fields by coordinate, such as `Query.post(slug:)` or `PostFilter.locale`. */
  values: ReadonlyMap<string, fc.Arbitrary<unknown>>;
  /** Cursors by the coordinate of the connection, such as `Tag.posts`. */
  cursors: ReadonlyMap<string, readonly CursorPreset[]>;
  /** Coordinates of fields to select very rarely, because their errors would empty most responses. */
  rare: ReadonlySet<string>;
}

/** Cursors, with the other arguments of the list that they belong to. */
export interface CursorPreset {
  args: Readonly<Record<string, unknown>>;
  cursors: readonly string[];
}

export interface Limits {
  /** The nesting of objects; a connection with its edges counts as a part of its nodes. */
  depth: number;
  /** The number of selections in a selection set. */
  breadth: number;
  /** The approximate number of objects at one place of the response; nested pages are made small enough. */
  objects: number;
}

const DEFAULT_LIMITS: Limits = { depth: 6, breadth: 4, objects: 200 };

export function arbitraryOperation(
  schema: GraphQLSchema,
  argumentValues: ArgumentValues,
  limits: Limits = DEFAULT_LIMITS,
): fc.Arbitrary<Operation> {
  const query = schema.getQueryType();
  if (query == null) throw new Error("The schema has no queries.");
  const choices = new ArbitraryChoices(schema, argumentValues, limits).of(query, limits.depth);
  return choices.map((chosen) => new OperationPrinter(schema, limits.objects).print(query, chosen));
}

const NONE: fc.Arbitrary<never[]> = fc.constant([]);

// The weights of choices. Most selections go deeper, because depth causes statements.
const LEAF = 60;
const OBJECT = 80;
const FRAGMENT = 40;
const RARE = 1;
const MAX_FRAGMENT_NESTING = 2;

const asObject = (type: GraphQLCompositeType): GraphQLObjectType | null => (isObjectType(type) ? type : null);

class ArbitraryChoices {
  readonly #schema: GraphQLSchema;
  readonly #argumentValues: ArgumentValues;
  readonly #limits: Limits;
  /** Types recur, so without a cache the number of arbitraries would grow exponentially with the depth. */
  readonly #made = new Map<string, fc.Arbitrary<Choice[]>>();

  constructor(schema: GraphQLSchema, argumentValues: ArgumentValues, limits: Limits) {
    this.#schema = schema;
    this.#argumentValues = argumentValues;
    this.#limits = limits;
  }

  /** `object` is the type of the object, if it is known inside a fragment on one of its interfaces. */
  of(type: GraphQLCompositeType, depth: number, nesting = 0, object = asObject(type)): fc.Arbitrary<Choice[]> {
    const key = `${type.name} ${object?.name} ${depth} ${nesting}`;
    const made = this.#made.get(key);
    if (made !== undefined) return made;
    const choice = fc.oneof(
      { withCrossShrink: true },
      ...this.#fields(type, depth),
      ...(nesting < MAX_FRAGMENT_NESTING ? this.#fragments(type, depth, nesting, object) : []),
    );
    const choices = fc.array(choice, { minLength: 1, maxLength: this.#limits.breadth });
    this.#made.set(key, choices);
    return choices;
  }

  /** `__typename` comes first, because everything else shrinks to it. */
  #fields(type: GraphQLCompositeType, depth: number): fc.WeightedArbitrary<Choice>[] {
    const options: fc.WeightedArbitrary<Choice>[] = [
      {
        weight: LEAF / 2,
        arbitrary: fc.constant({ kind: "field", field: null, args: [], hasAlias: false, children: [] }),
      },
    ];
    if (isUnionType(type)) return options;
    for (const field of Object.values(type.getFields())) {
      const inner = getNamedType(field.type);
      const rarity = this.#argumentValues.rare.has(`${type.name}.${field.name}`) ? RARE : null;
      if (!isCompositeType(inner)) {
        options.push({ weight: rarity ?? LEAF, arbitrary: this.#field(type, field, NONE) });
        continue;
      }
      const left = isWrapper(inner) ? depth : depth - 1;
      if (left < 0) continue;
      options.push({ weight: rarity ?? OBJECT, arbitrary: this.#field(type, field, this.of(inner, left)) });
    }
    return options;
  }

  #field(
    type: GraphQLCompositeType,
    field: GraphQLField<unknown, unknown>,
    children: fc.Arbitrary<Choice[]>,
  ): fc.Arbitrary<Choice> {
    return fc.record({
      kind: fc.constant("field" as const),
      field: fc.constant(field),
      hasAlias: fc.boolean(),
      args: this.#arguments(`${type.name}.${field.name}`, field),
      children,
    });
  }

  #fragments(
    type: GraphQLCompositeType,
    depth: number,
    nesting: number,
    object: GraphQLObjectType | null,
  ): fc.WeightedArbitrary<Choice>[] {
    const objects = object === null && isAbstractType(type) ? this.#schema.getPossibleTypes(type) : [];
    const targets: GraphQLCompositeType[] =
      object === null ? [type, ...objects] : [...new Set([type, object, ...object.getInterfaces()])];
    // Fields that differ between the types of an interface or union are only reached through fragments.
    const weight = object === null ? 4 * FRAGMENT : Math.ceil(FRAGMENT / targets.length);
    return targets.map((target) => ({
      weight,
      arbitrary: fc.record({
        kind: fc.constant("fragment" as const),
        on: fc.constant(target),
        form: fc.constantFrom("inline" as const, "named" as const, "reused" as const),
        children: this.of(target, depth, nesting + 1, asObject(target) ?? object),
      }),
    }));
  }

  #arguments(coordinate: string, field: GraphQLField<unknown, unknown>): fc.Arbitrary<ArgumentChoice[]> {
    const isPaged = isConnectionField(field);
    const own = field.args.filter((argument) => !isPaged || !PAGE_ARGUMENTS.includes(argument.name));
    const given = own.map((argument) => this.#argument(`${coordinate}(${argument.name}:)`, argument));
    const free = fc.tuple(...given).map((list) => list.flat());
    if (!isPaged) return free;
    const presets = this.#argumentValues.cursors.get(coordinate) ?? [];
    const list =
      presets.length === 0
        ? free
        : fc.oneof(
            free,
            fc.constantFrom(...presets).chain((preset) => paged(field, preset)),
          );
    return fc.tuple(list, pageSize(field)).map((parts) => parts.flat());
  }

  #argument(coordinate: string, argument: GraphQLArgument): fc.Arbitrary<ArgumentChoice[]> {
    const present = choose(argument, this.#value(argument.type, coordinate));
    return isNonNullType(argument.type) ? present.map(alone) : fc.oneof(NONE, present.map(alone));
  }

  #value(type: GraphQLInputType, coordinate: string): fc.Arbitrary<unknown> {
    if (isNonNullType(type)) return this.#present(type.ofType, coordinate);
    return fc.oneof(
      { weight: 12, arbitrary: this.#present(type, coordinate) },
      { weight: 1, arbitrary: fc.constant(null) },
    );
  }

  #present(type: GraphQLInputType, coordinate: string): fc.Arbitrary<unknown> {
    const known = this.#argumentValues.values.get(coordinate);
    if (known !== undefined) return known;
    if (isListType(type)) return fc.array(this.#value(type.ofType, coordinate), { maxLength: 3 });
    if (isEnumType(type)) return fc.constantFrom(...type.getValues().map(({ name }) => name));
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).map((field) => this.#inputField(type.name, field));
      return fc.tuple(...fields).map((entries) => Object.fromEntries(entries.flat()));
    }
    if ((type as GraphQLScalarType).name === "Boolean") return fc.boolean();
    throw new Error(`test/graph/argument-values.ts has no values for ${coordinate}.`);
  }

  /** Usually omitted, because a filter with many conditions matches nothing. */
  #inputField(owner: string, field: GraphQLInputField): fc.Arbitrary<[string, unknown][]> {
    const value = this.#value(field.type, `${owner}.${field.name}`).map((chosen): [string, unknown][] => [
      [field.name, chosen],
    ]);
    return isNonNullType(field.type)
      ? value
      : fc.oneof({ weight: 4, arbitrary: NONE }, { weight: 1, arbitrary: value });
  }
}

function choose(argument: GraphQLArgument, value: fc.Arbitrary<unknown>): fc.Arbitrary<ArgumentChoice> {
  return fc.record({
    name: fc.constant(argument.name),
    type: fc.constant(argument.type),
    value,
    form: fc.constantFrom("literal" as const, "variable" as const, "default" as const, "inner" as const),
  });
}

const alone = (choice: ArgumentChoice): ArgumentChoice[] => [choice];

function byName(field: GraphQLField<unknown, unknown>, name: string): GraphQLArgument {
  const argument = field.args.find((candidate) => candidate.name === name);
  if (argument === undefined) throw new Error(`${field.name} has no argument ${name}.`);
  return argument;
}

function pageSize(field: GraphQLField<unknown, unknown>): fc.Arbitrary<ArgumentChoice[]> {
  const size = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 100 }));
  const first = choose(byName(field, "first"), size);
  const last = choose(byName(field, "last"), size);
  return fc.oneof(NONE, first.map(alone), last.map(alone));
}

function paged(field: GraphQLField<unknown, unknown>, preset: CursorPreset): fc.Arbitrary<ArgumentChoice[]> {
  const literal = Object.entries(preset.args).map(
    ([name, value]): ArgumentChoice => ({ name, type: byName(field, name).type, value, form: "literal" }),
  );
  const side = (name: string) => choose(byName(field, name), fc.constantFrom(...preset.cursors));
  const after = side("after");
  const before = side("before");
  return fc
    .oneof(fc.tuple(after), fc.tuple(before), fc.tuple(after, before))
    .map((cursors) => [...literal, ...cursors]);
}

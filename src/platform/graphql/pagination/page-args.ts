// The four arguments of every connection and their checks. Their meaning is that of Relay's Cursor Connections Specification; the
// limits are ours.
import { ArgsType, Field, Int } from "type-graphql";
import { fitsKeyset, type Keyset, type PageRequest } from "../../db/keyset.js";
import { BadInputError } from "../bad-input.js";
import type { CursorCodec } from "./cursor.js";

export const DEFAULT_PAGE_SIZE = 20;
export const MAX_PAGE_SIZE = 100;

@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    nullable: true,
    description:
      "The number of edges from the start of the list, 1 to 100. The default is 20 if `last` is not given either.",
  })
  first?: number | null;

  @Field(() => String, {
    nullable: true,
    description: "Only edges after this cursor of the same list, order and filter.",
  })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: "The number of edges from the end of the list, 1 to 100. Cannot be combined with `first`.",
  })
  last?: number | null;

  @Field(() => String, {
    nullable: true,
    description: "Only edges before this cursor of the same list, order and filter.",
  })
  before?: string | null;
}

export function pageRequest(args: PageArgs, keyset: Keyset, cursors: CursorCodec): PageRequest {
  const { first, last } = args;
  if (first != null && last != null) {
    throw new BadInputError("PAGE_DIRECTION", 'Expected either "first" or "last", got both.', "last");
  }
  const size =
    last != null ? checkedSize(last, "last") : first != null ? checkedSize(first, "first") : DEFAULT_PAGE_SIZE;
  return {
    size,
    forward: last == null,
    after: decoded(args.after, "after", keyset, cursors),
    before: decoded(args.before, "before", keyset, cursors),
  };
}

export function checkedSize(size: number, argument: string): number {
  if (size >= 1 && size <= MAX_PAGE_SIZE) return size;
  throw new BadInputError(
    "PAGE_SIZE",
    `Expected "${argument}" to be from 1 to ${MAX_PAGE_SIZE}, got ${size}.`,
    argument,
  );
}

function decoded(
  cursor: string | null | undefined,
  argument: string,
  keyset: Keyset,
  cursors: CursorCodec,
): readonly string[] | null {
  if (cursor == null) return null;
  const values = cursors.decode(cursor, argument);
  if (fitsKeyset(keyset, values)) return values;
  throw new BadInputError("CURSOR_DAMAGED", `Expected "${argument}" to be a cursor of this service.`, argument);
}

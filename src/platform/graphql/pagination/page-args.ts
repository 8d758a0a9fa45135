// The four arguments of every connection, checked in one place. Relay's Cursor Connections Specification gives their
// meaning; limits are ours.
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
    description: "How many edges from the start of the list, 1 to 100. 20 where neither `first` nor `last` is given.",
  })
  first?: number | null;

  @Field(() => String, {
    nullable: true,
    description: "Only edges after this cursor of the same list, order and filter.",
  })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: "How many edges from the end of the list, 1 to 100. Not together with `first`.",
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
    throw new BadInputError("PAGE_DIRECTION", 'Pass either "first" or "last", not both.', "last");
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
    `Argument "${argument}" must be from 1 to ${MAX_PAGE_SIZE}, but is ${size}.`,
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
  throw new BadInputError("CURSOR_DAMAGED", `Argument "${argument}" is not a cursor of this service.`, argument);
}

// Cursors of the change feed. Unlike those of lists they name the database and the instant of their row, so that a restored backup, in which the
// same id is drawn again for another change, is noticed.
import { isUuid } from "../../lib/uuid.js";
import { isInstant } from "../../platform/db/timestamp.js";
import { BadInputError } from "../../platform/graphql/bad-input.js";
import { CursorCodec } from "../../platform/graphql/pagination/cursor.js";

/** A place between two changes: behind the change with this id. */
export interface ChangePosition {
  /** Of the database, see `ChangeFeedRow`. */
  readonly epoch: string;
  /** Decimal digits; "0" before the first change. */
  readonly id: string;
  /** The instant of that change; empty before the first. */
  readonly at: string;
}

const codec = new CursorCodec({ list: "Query.changes", order: "", filter: "" });
/** Of a bigint. */
const ID = /^(?:0|[1-9]\d{0,17})$/;

export const encodeChangeCursor = ({ epoch, id, at }: ChangePosition): string => codec.encode([epoch, id, at]);

/** Throws a BadInputError if it is no cursor of a change feed. */
export function decodeChangeCursor(cursor: string): ChangePosition {
  const [epoch = "", id = "", at = "", ...rest] = codec.decode(cursor, "after");
  if (rest.length === 0 && isUuid(epoch) && ID.test(id) && (at === "" || isInstant(at))) return { epoch, id, at };
  throw new BadInputError(
    "CURSOR_DAMAGED",
    'Expected "after" to be a cursor of this service, exactly as it was received.',
    "after",
  );
}

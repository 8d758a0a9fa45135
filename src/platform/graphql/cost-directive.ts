// Declares the cost of a field beyond the objects it returns, next to the field. The query cost limits read it. A field without a
// declaration returns one object or a list of the default size, at no further cost.
import { Extensions } from "type-graphql";

export interface FieldCostOptions {
  /** The assumed number of items of a list if no argument gives it. */
  size?: number;
  /** The argument that gives the size, as a number or by the length of a list. Connections need none. */
  sizedBy?: string;
  /** The largest size that is not rejected; that of a page by default. */
  max?: number;
  /** The cost of each time the field is resolved, in addition to one for each object. */
  cost?: number;
  /** Whether its arguments may be as long as a body, which the resolver checks; other strings of queries are short. */
  takesText?: boolean;
}

/** The key in the extensions of a field. */
export const FIELD_COST = "cost";

export const FieldCost = (options: FieldCostOptions): MethodDecorator & PropertyDecorator =>
  Extensions({ [FIELD_COST]: options });

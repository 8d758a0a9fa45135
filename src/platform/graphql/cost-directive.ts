// What a field costs beyond the objects it gives, said where the field is declared and read wherever operations are
// judged. A field without a price gives one object, or a list of the default size.
import { Extensions } from "type-graphql";

export interface FieldCostOptions {
  /** How many objects a list is taken to have, where no argument tells. */
  size?: number;
  /** The argument that tells the size: a number, or a list by its length. Pages of connections need none. */
  sizedBy?: string;
  /** The largest size that is not refused; that of a page where absent. */
  max?: number;
  /** Points for each time the field is resolved, beyond one for each object. */
  points?: number;
}

/** Key among the extensions of a field. */
export const FIELD_COST = "price";

export const FieldCost = (price: FieldCostOptions): MethodDecorator & PropertyDecorator =>
  Extensions({ [FIELD_COST]: price });

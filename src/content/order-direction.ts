// The direction of any order a client may ask for.
import { registerEnumType } from "type-graphql";

export const OrderDirection = { ASC: "ASC", DESC: "DESC" } as const;
export type OrderDirection = (typeof OrderDirection)[keyof typeof OrderDirection];
registerEnumType(OrderDirection, {
  name: "OrderDirection",
  description: "Direction of an order.",
  valuesConfig: {
    ASC: { description: "Smallest or oldest first." },
    DESC: { description: "Greatest or newest first." },
  },
});

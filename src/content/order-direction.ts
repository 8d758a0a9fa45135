// The direction of an order that a client requests.
import { registerEnumType } from "type-graphql";

export const OrderDirection = { ASC: "ASC", DESC: "DESC" } as const;
export type OrderDirection = (typeof OrderDirection)[keyof typeof OrderDirection];
registerEnumType(OrderDirection, {
  name: "OrderDirection",
  description: "The direction of an order.",
  valuesConfig: {
    ASC: { description: "Ascending: smallest or oldest first." },
    DESC: { description: "Descending: greatest or newest first." },
  },
});

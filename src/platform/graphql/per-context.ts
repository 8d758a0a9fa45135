// What is kept for one request, on its context: a property of it is found by one look and ends with it, where an entry of a
// WeakMap costs a hash at every look and more at every collection.

/** Declares something that each context has one of, made when it is first asked for. */
export interface PerContext<V> {
  of(ctx: object): V;
  /** The next one who asks gets a new one. */
  forget(ctx: object): void;
}

export function perContext<V extends object>(name: string, make: () => V): PerContext<V> {
  const key = Symbol(name);
  type Kept = { [key]?: V | undefined };
  return {
    of(ctx: Kept) {
      let value = ctx[key];
      if (value === undefined) {
        value = make();
        ctx[key] = value;
      }
      return value;
    },
    forget(ctx: Kept) {
      ctx[key] = undefined;
    },
  };
}

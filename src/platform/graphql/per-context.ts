// Values that belong to one request, stored on its context. A property of the context is found by one access and is freed with it; an
// entry of a WeakMap costs a hash at every access and more at every garbage collection.

/** A value that each context has one of, created at first use. */
export interface PerContext<V> {
  of(ctx: object): V;
  /** Drops the value; the next use creates a new one. */
  clear(ctx: object): void;
}

export function perContext<V extends object>(name: string, create: () => V): PerContext<V> {
  const key = Symbol(name);
  type Holder = { [key]?: V | undefined };
  return {
    of(ctx: Holder) {
      let value = ctx[key];
      if (value === undefined) {
        value = create();
        ctx[key] = value;
      }
      return value;
    },
    clear(ctx: Holder) {
      ctx[key] = undefined;
    },
  };
}

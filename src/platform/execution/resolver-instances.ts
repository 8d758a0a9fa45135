// The instances of resolver classes that a schema calls. type-graphql and the direct field access take them from the same place, so a
// resolver that needs a value at construction is made by the caller and passed in.
import type { ClassType, ContainerType } from "type-graphql";

export class ResolverInstances implements ContainerType {
  readonly #instances = new Map<unknown, object>();

  /** `instances` are used for their classes; all other classes are instantiated without arguments at first use. */
  constructor(...instances: readonly object[]) {
    for (const instance of instances) this.#instances.set(instance.constructor, instance);
  }

  get(type: unknown): object {
    let instance = this.#instances.get(type);
    if (instance === undefined) {
      instance = new (type as ClassType<object>)();
      this.#instances.set(type, instance);
    }
    return instance;
  }
}

// The interface of everything that has a page of its own on the site.
import { Field, InterfaceType } from "type-graphql";

@InterfaceType({
  description: "An object that has a page of its own on the site.",
  resolveType: (value: object) => value.constructor.name,
})
export abstract class Routable {
  @Field(() => String, {
    description: "The path on the site, not percent-encoded. `resolvePath` returns this object for it.",
  })
  readonly path!: string;
}

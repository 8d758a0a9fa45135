// A profile of the site elsewhere. The list is stored as JSON in the row of the site.
import { Field, InputType, ObjectType } from "type-graphql";
import { type InputCheck, LIMITS } from "../input-check.js";

@ObjectType({ description: "A profile of the site elsewhere." })
export class SocialLink {
  @Field(() => String, { description: "What people call the place, such as GitHub, Mastodon, 微博." })
  name!: string;

  @Field(() => String, { description: "The absolute URL of the profile, with https:// or http://." })
  url!: string;
}

@InputType({ description: "A profile of the site elsewhere." })
export class SocialLinkInput {
  @Field(() => String, { description: "What people call the place, 1 to 200 characters." })
  name!: string;

  @Field(() => String, {
    description: "The absolute URL of the profile, with https:// or http://, at most 2000 characters.",
  })
  url!: string;
}

const MAX_SOCIAL_LINKS = 50;

export function checkedSocialLinks(check: InputCheck, links: readonly SocialLinkInput[], name: string): SocialLink[] {
  if (links.length > MAX_SOCIAL_LINKS) {
    check.invalid(`Expected at most ${MAX_SOCIAL_LINKS} links, got ${links.length}.`, name);
    return [];
  }
  return links.map((link, place) => ({
    name: check.text(link.name, { max: LIMITS.name, isRequired: true }, name, String(place), "name"),
    url: check.url(link.url, false, name, String(place), "url"),
  }));
}

// The filter of the list of assets.
import { Field, InputType } from "type-graphql";
import { isWellFormedText } from "../../lib/text.js";
import { BadInputError } from "../../platform/graphql/bad-input.js";
import { DateTimeScalar } from "../../platform/graphql/scalars.js";

const MAX_TEXT = 200;
const MAX_TYPE = 100;

@InputType({ description: "Selects assets. All conditions that are given must be met." })
export class AssetFilter {
  @Field(() => String, {
    nullable: true,
    description: `A part of the file name, the text alternative or the caption, in any case, at most ${MAX_TEXT} characters.`,
  })
  text?: string | null;

  @Field(() => String, {
    nullable: true,
    description: `The beginning of the media type, such as image/, at most ${MAX_TYPE} characters.`,
  })
  contentTypePrefix?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether nothing uses the asset, drafts and revisions included.",
  })
  isUnused?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Whether the text alternative is empty." })
  lacksAlt?: boolean | null;

  @Field(() => DateTimeScalar, { nullable: true, description: "Added at this time or later." })
  createdSince?: string | null;
}

export type AssetConditions = { [Name in keyof AssetFilter]-?: Exclude<AssetFilter[Name], undefined> };

export function assetConditions(filter: AssetFilter | null | undefined): AssetConditions {
  const { text = null, contentTypePrefix = null, isUnused = null, lacksAlt = null, createdSince = null } = filter ?? {};
  checkText("text", text, MAX_TEXT);
  checkText("contentTypePrefix", contentTypePrefix, MAX_TYPE);
  return {
    text: text === "" ? null : (text?.normalize("NFC") ?? null),
    contentTypePrefix,
    isUnused,
    lacksAlt,
    createdSince,
  };
}

function checkText(name: string, value: string | null, max: number): void {
  if (value === null || ([...value].length <= max && isWellFormedText(value))) return;
  const message = `Expected at most ${max} characters of well-formed text in "filter.${name}".`;
  throw new BadInputError("VALUE_OUT_OF_RANGE", message, "filter");
}

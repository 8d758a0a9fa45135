// Checks a date of publication that an update sets in place. Whether a post is public is decided by publishing and unpublishing alone, so
// that no date may move a post from one side of the present to the other.
import type { InputCheck } from "../../input-check.js";
import type { PostFields } from "./post-record.js";

/** A post or page as it was before the update. */
type Dated = Pick<PostFields, "state" | "publishedAt" | "updatedAt">;

/** `before` is the locked post or page: its `updatedAt` is the time of the transaction by the database's clock. */
export function checkedPublicationDate(
  check: InputCheck,
  date: string | null,
  before: Dated,
  noun: "post" | "page" = "post",
): Pick<PostFields, "publishedAt"> {
  if (date !== before.publishedAt) {
    const problem = problemOf(date, before, noun);
    if (problem !== null) check.invalid(problem, "publishedAt");
  }
  return { publishedAt: date };
}

function problemOf(
  date: string | null,
  { state, publishedAt, updatedAt: now }: Dated,
  noun: "post" | "page",
): string | null {
  if (publishedAt === null) {
    return `Only a ${noun} that is public or was has a date. Publish this ${noun} with the date as \`at\`.`;
  }
  const isLater = (instant: string) => Date.parse(instant) > Date.parse(now);
  if (state !== "PUBLISHED") {
    return date !== null && isLater(date)
      ? `Expected a date that is not in the future, got ${date}. To schedule the ${noun}, publish it with the date as \`at\`.`
      : null;
  }
  if (date === null) return `The date of a public or scheduled ${noun} cannot be cleared.`;
  if (isLater(publishedAt)) {
    return isLater(date)
      ? null
      : `Expected an instant in the future, since the ${noun} is scheduled, got ${date}. To make it public, publish it with the date as \`at\`.`;
  }
  return isLater(date)
    ? `Expected a date that is not in the future, since the ${noun} is public, got ${date}. To schedule the ${noun}, unpublish it first.`
    : null;
}

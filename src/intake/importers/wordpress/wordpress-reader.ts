// Reads a WordPress export (WXR 1.0 to 1.2) as import events. The file is read twice: first whole, so that a broken or
// truncated one is refused before the first event and pictures are known wherever they stand; then post by post.
import type { ImportEvent, ImportNotice } from "../import-event.js";
import { type ReadingOutcome, WxrFile } from "./wxr/wxr-file.js";
import { KeyRegistry } from "./wxr/wxr-keys.js";
import type { WxrRecord } from "./wxr/wxr-record.js";
import { WxrSurvey } from "./wxr/wxr-survey.js";
import { decodedText, parseWebUrl, withoutTrailingSlashes, wxrLocale } from "./wxr/wxr-text.js";
import { ALL_FIELDS, SURVEY_FIELDS } from "./wxr/wxr-vocabulary.js";
import { AuthorDirectory } from "./wxr-authors.js";
import { WxrCategoryTree } from "./wxr-categories.js";
import { type MapperResources, type WordPressOptions, WxrMapper } from "./wxr-mapper.js";
import { readTerm } from "./wxr-terms.js";

export type { WordPressOptions } from "./wxr-mapper.js";

/**
 * Yields in batches, one for each piece read: an `await` for every single event would cost more than the event.
 * Throws UnreadableSourceError, and then before anything but progress has been yielded unless the file changes meanwhile.
 */
export async function* readWordPress(path: string, options: WordPressOptions): AsyncGenerator<ImportEvent[]> {
  const file = await WxrFile.open(path);
  try {
    const survey = new WxrSurvey();
    const total = file.size * 2;
    const firstReading = file.read({ wanted: SURVEY_FIELDS, onRecord: survey.add });
    let step = await firstReading.next();
    for (; !step.done; step = await firstReading.next()) yield [{ kind: "progress", done: step.value, total }];
    survey.finish();

    const ground = resourcesOf(survey);
    yield [...headEvents(ground), ...repairNotices(step.value)];

    const mapper = new WxrMapper(ground, options);
    let batch: ImportEvent[] = [];
    const onRecord = (record: WxrRecord): void => {
      if (record.kind === "item") for (const event of mapper.map(record.item)) batch.push(event);
    };
    for await (const done of file.read({ wanted: ALL_FIELDS, onRecord })) {
      batch.push({ kind: "progress", done: file.size + done, total });
      yield batch;
      batch = [];
    }
    yield [...batch, ...ground.authors.takeNotices().map(asEvent)];
  } finally {
    await file.close();
  }
}

function resourcesOf(survey: WxrSurvey): MapperResources {
  const siteUrls = ["link", "wp:base_site_url", "wp:base_blog_url"].map((name) => survey.head.get(name) ?? "");
  const { head } = survey;
  const url = parseWebUrl(head.get("wp:base_blog_url") ?? "") ?? parseWebUrl(head.get("link") ?? "");
  return {
    survey,
    siteUrl: url === null ? null : withoutTrailingSlashes(`${url.origin}${url.pathname}`),
    categories: new WxrCategoryTree(survey.categories),
    authors: new AuthorDirectory(survey.authors),
    keys: new KeyRegistry(siteUrls),
  };
}

function headEvents(ground: MapperResources): ImportEvent[] {
  const { survey, authors, categories } = ground;
  const events: ImportEvent[] = [siteEvent(ground)];
  for (const author of authors.declared()) events.push({ kind: "author", author });
  for (const { path, description } of categories.declarations()) events.push({ kind: "category", path, description });
  for (const fields of survey.tags) {
    const tag = readTerm(
      fields.get("wp:tag_slug") ?? fields.get("wp:term_slug") ?? null,
      fields.get("wp:tag_name") ?? fields.get("wp:term_name") ?? "",
    );
    if (tag !== null) events.push({ kind: "tag", tag });
  }
  for (const notice of [...categories.notices, ...authors.takeNotices()]) events.push(asEvent(notice));
  for (const [what, count] of survey.counts) events.push({ kind: "counted", what, count });
  return events;
}

function siteEvent({ survey: { head }, siteUrl }: MapperResources): ImportEvent {
  return {
    kind: "site",
    site: {
      title: decodedText(head.get("title") ?? "") || null,
      description: decodedText(head.get("description") ?? "") || null,
      url: siteUrl,
      locale: wxrLocale(head.get("language") ?? ""),
    },
  };
}

function repairNotices({ repairs, isMislabelledUtf8, harmlessFaults, hasTrailingText }: ReadingOutcome): ImportEvent[] {
  const reasons = [
    isMislabelledUtf8 && "It is UTF-8, although its first line says otherwise, and was read as that.",
    repairs.forbidden > 0 && `${repairs.forbidden} control characters that XML forbids were taken out.`,
    repairs.undecodable > 0 &&
      `${repairs.undecodable} byte sequences could not be decoded and were replaced by U+FFFD.`,
    harmlessFaults > 0 &&
      `${harmlessFaults} small faults of the XML (bare ampersands, unknown entities and the like) were passed over.`,
    hasTrailingText && "What follows </rss> was not read.",
  ];
  const notices = reasons.filter((reason) => typeof reason === "string");
  return notices.map((reason) => asEvent({ code: "CHANGED", item: "the file", reason }));
}

function asEvent(notice: ImportNotice): ImportEvent {
  return { kind: "notice", notice };
}

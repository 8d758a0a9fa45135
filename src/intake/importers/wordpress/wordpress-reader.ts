// Reads a WordPress export (WXR 1.0 to 1.2) as import events. The file is read twice: first completely, so that a malformed or truncated
// file is rejected before the first event and what items refer to is known; then item by item.
import type { ImportEvent, ImportNotice } from "../import-event.js";
import { termPathsOf } from "./addresses/term-addresses.js";
import type { MapperResources, WordPressOptions } from "./items/wxr-resources.js";
import { type ReadingOutcome, WxrFile } from "./wxr/wxr-file.js";
import type { WxrRecord } from "./wxr/wxr-record.js";
import { readTag, WxrSurvey } from "./wxr/wxr-survey.js";
import { decodedText, wxrLocale } from "./wxr/wxr-text.js";
import { ALL_FIELDS, SURVEY_FIELDS } from "./wxr/wxr-vocabulary.js";
import { AuthorDirectory } from "./wxr-authors.js";
import { WxrCategoryTree } from "./wxr-categories.js";
import { WxrMapper } from "./wxr-mapper.js";

export type { WordPressOptions } from "./items/wxr-resources.js";

/**
 * Yields one batch for each chunk of the file, because an `await` for every event would take longer than the event. Throws
 * UnreadableSourceError before it yields anything but progress, unless the file changes while it is read.
 */
export async function* readWordPress(path: string, options: WordPressOptions): AsyncGenerator<ImportEvent[]> {
  const file = await WxrFile.open(path);
  try {
    const survey = new WxrSurvey(options.pages === "drafts" ? "post" : "page");
    const total = file.size * 2;
    const firstReading = file.read({ wanted: SURVEY_FIELDS, onRecord: survey.add });
    let step = await firstReading.next();
    for (; !step.done; step = await firstReading.next()) yield [{ kind: "progress", done: step.value, total }];
    survey.finish();

    const resources = resourcesOf(survey);
    yield [...headEvents(resources), ...repairNotices(step.value)];

    const mapper = new WxrMapper(resources, options);
    let batch: ImportEvent[] = [];
    const onRecord = (record: WxrRecord): void => {
      if (record.kind === "item") for (const event of mapper.map(record.item)) batch.push(event);
    };
    for await (const done of file.read({ wanted: ALL_FIELDS, onRecord })) {
      batch.push({ kind: "progress", done: file.size + done, total });
      yield batch;
      batch = [];
    }
    yield [...batch, ...mapper.finish(), ...resources.authors.takeNotices().map(asEvent)];
  } finally {
    await file.close();
  }
}

function resourcesOf(survey: WxrSurvey): MapperResources {
  return {
    survey,
    siteUrls: survey.siteUrls,
    siteUrl: survey.siteUrl,
    categories: new WxrCategoryTree(survey.categories),
    authors: new AuthorDirectory(survey.authors, survey.guestAuthors),
  };
}

function headEvents(resources: MapperResources): ImportEvent[] {
  const { survey, authors, categories } = resources;
  const events: ImportEvent[] = [siteEvent(resources)];
  for (const author of authors.declared()) events.push({ kind: "author", author });
  for (const { path, description } of categories.declarations()) events.push({ kind: "category", path, description });
  for (const fields of survey.tags) {
    const tag = readTag(fields);
    if (tag !== null) events.push({ kind: "tag", tag });
  }
  const paths = termPathsOf(survey, categories, authors.declared());
  if (paths.length > 0) events.push({ kind: "termPaths", paths });
  for (const notice of [...categories.notices, ...authors.takeNotices()]) events.push(asEvent(notice));
  for (const [what, count] of survey.counts) events.push({ kind: "counted", what, count });
  return events;
}

function siteEvent({ survey, siteUrl }: MapperResources): ImportEvent {
  const { head } = survey;
  return {
    kind: "site",
    site: {
      title: decodedText(head.get("title") ?? "") || null,
      description: decodedText(head.get("description") ?? "") || null,
      url: siteUrl,
      locale: wxrLocale(head.get("language") ?? ""),
      timeZone: survey.timeZone,
    },
  };
}

function repairNotices({ repairs, isMislabelledUtf8, minorErrors, hasTrailingText }: ReadingOutcome): ImportEvent[] {
  const reasons = [
    isMislabelledUtf8 && "The file declares another encoding, but is UTF-8 and was read as UTF-8.",
    repairs.forbidden > 0 && `Control characters that XML forbids were removed (${repairs.forbidden}).`,
    repairs.undecodable > 0 && `Invalid byte sequences were replaced by U+FFFD (${repairs.undecodable}).`,
    minorErrors > 0 && `Minor XML errors, such as bare ampersands and unknown entities, were ignored (${minorErrors}).`,
    hasTrailingText && "The text after </rss> was not read.",
  ];
  const notices = reasons.filter((reason) => typeof reason === "string");
  return notices.map((reason) => asEvent({ code: "CHANGED", item: "the file", reason }));
}

function asEvent(notice: ImportNotice): ImportEvent {
  return { kind: "notice", notice };
}

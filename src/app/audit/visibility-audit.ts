// Asks a live database everything an anonymous client could ask to see what is hidden, through the same schema and the same
// reads, and reports every sighting. The tests prove the rule on made worlds; this tells an operator about theirs.
import { GraphQLError, type GraphQLSchema, graphql } from "graphql";
import { createContext, type Platform } from "../../identity/context.js";
import { Evidence } from "./evidence.js";
import { type HiddenObject, isStillHidden, readHiddenObjects, readVisibleTexts } from "./hidden-objects.js";
import { schemaWalks, type Walk } from "./schema-walk.js";

export interface AuditOptions {
  maxSeconds: number;
  maxQueries: number;
  onProgress(done: number, total: number): void;
}

export interface Sighting {
  object: HiddenObject;
  /** What gave it away. */
  evidence: string;
  document: string;
  variables: Record<string, unknown>;
}

export interface AuditReport {
  hiddenObjects: number;
  /** Queries that would have been sent within other limits. */
  planned: number;
  sent: number;
  /** Queries without a proper answer, which prove nothing. */
  failed: number;
  sightings: Sighting[];
}

interface CacheableRequest {
  document: string;
  variables: Record<string, unknown>;
}

export async function auditVisibility(
  platform: Platform,
  schema: GraphQLSchema,
  { maxSeconds, maxQueries, onProgress }: AuditOptions,
): Promise<AuditReport> {
  const end = performance.now() + maxSeconds * 1_000;
  const hidden = await readHiddenObjects(platform.privateReads);
  const evidence = new Evidence(hidden);
  for await (const text of readVisibleTexts(platform.privateReads)) evidence.discount(text);
  const questions = allQuestions(schemaWalks(schema), hidden);
  const limit = Math.min(questions.length, maxQueries);
  const found = new Map<HiddenObject, Sighting>();
  let [sent, failed] = [0, 0];
  for (const { document, variables } of questions.slice(0, limit)) {
    if (performance.now() > end) break;
    const contextValue = createContext(platform);
    const response = await graphql({ schema, source: document, variableValues: variables, contextValue });
    sent += 1;
    if ((response.errors ?? []).some(isFailure)) failed += 1;
    const asked = document + JSON.stringify(variables);
    for (const [object, seen] of evidence.sightings(JSON.parse(JSON.stringify(response)), asked)) {
      if (found.has(object) || !(await isStillHidden(platform.privateReads, object))) continue;
      found.set(object, { object, evidence: seen, document, variables });
    }
    onProgress(sent, limit);
  }
  return { hiddenObjects: hidden.length, planned: questions.length, sent, failed, sightings: [...found.values()] };
}

/** Refusals are answers; anything else that was thrown is none. */
function isFailure({ originalError }: GraphQLError): boolean {
  return originalError != null && !(originalError instanceof GraphQLError);
}

/** Those that name nothing, then every hidden object by every name, all of one name before the next. */
function allQuestions(walks: readonly Walk[], hidden: readonly HiddenObject[]): CacheableRequest[] {
  const nameless = walks.filter(({ variables }) => Object.keys(variables).length === 0);
  const naming = walks.filter(({ variables }) => Object.keys(variables).length > 0);
  // A way on from a named object leads nowhere unless the object itself shows, so the shortest is asked first.
  naming.sort((one, other) => one.document.length - other.document.length);
  const named = naming.flatMap((walk) => hidden.flatMap((object) => namesFor(walk, object)));
  return [...nameless.map(({ document }) => ({ document, variables: {} })), ...named];
}

function namesFor({ document, variables }: Walk, object: HiddenObject): CacheableRequest[] {
  const kinds = Object.values(variables);
  const names = kinds.includes("String")
    ? [...new Set([object.slug, object.name, ...object.paths])]
    : [object.globalId];
  return names.map((name) => {
    const values = Object.entries(variables).map(([variable, kind]) => {
      if (kind === "String") return [variable, name];
      return [variable, kind === "IDs" ? [object.globalId] : object.globalId];
    });
    return { document, variables: Object.fromEntries(values) };
  });
}

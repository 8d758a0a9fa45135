// Audits a live database: sends the queries by which an anonymous client could see hidden objects, through the same schema and reads, and
// reports every hidden object that a response reveals. The tests do this on generated sites; the audit does it on an operator's own.
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
  /** The id or text that revealed the object. */
  evidence: string;
  document: string;
  variables: Record<string, unknown>;
}

export interface AuditReport {
  hiddenObjects: number;
  /** Queries that would be sent without limits. */
  planned: number;
  sent: number;
  /** Queries that failed for internal reasons, which prove nothing. */
  failed: number;
  sightings: Sighting[];
}

interface AuditQuery {
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
  const queries = allQueries(schemaWalks(schema), hidden);
  const limit = Math.min(queries.length, maxQueries);
  const found = new Map<HiddenObject, Sighting>();
  let [sent, failed] = [0, 0];
  for (const { document, variables } of queries.slice(0, limit)) {
    if (performance.now() > end) break;
    const contextValue = createContext(platform);
    const response = await graphql({ schema, source: document, variableValues: variables, contextValue });
    sent += 1;
    if ((response.errors ?? []).some(isFailure)) failed += 1;
    const request = document + JSON.stringify(variables);
    for (const [object, seen] of evidence.sightings(JSON.parse(JSON.stringify(response)), request)) {
      if (found.has(object) || !(await isStillHidden(platform.privateReads, object))) continue;
      found.set(object, { object, evidence: seen, document, variables });
    }
    onProgress(sent, limit);
  }
  return { hiddenObjects: hidden.length, planned: queries.length, sent, failed, sightings: [...found.values()] };
}

/** A GraphQL error that the schema raised is a valid response; anything else that was thrown is a failure. */
function isFailure({ originalError }: GraphQLError): boolean {
  return originalError != null && !(originalError instanceof GraphQLError);
}

/** The queries that take no name, then each query that does, for every name of every hidden object. */
function allQueries(walks: readonly Walk[], hidden: readonly HiddenObject[]): AuditQuery[] {
  const withoutNames = walks.filter(({ variables }) => Object.keys(variables).length === 0);
  const withNames = walks.filter(({ variables }) => Object.keys(variables).length > 0);
  // The shortest queries come first: a path beyond a named object reveals something only if the object itself is revealed.
  withNames.sort((a, b) => a.document.length - b.document.length);
  const named = withNames.flatMap((walk) => hidden.flatMap((object) => namesFor(walk, object)));
  return [...withoutNames.map(({ document }) => ({ document, variables: {} })), ...named];
}

function namesFor({ document, variables }: Walk, object: HiddenObject): AuditQuery[] {
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

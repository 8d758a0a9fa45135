// Resolves former paths and other redirects to where they lead. Each kind is subject to its visibility condition, so the former path of a
// hidden object is treated as a path that never existed.
import type { Context } from "../../identity/context.js";
import { SqlParameters } from "../../platform/db/sql-parameters.js";
import { sql } from "../../platform/db/sql-text.js";
import { defineLoader, groupInKeyOrder } from "../../platform/graphql/loader.js";
import { addPathTags, CONTENT } from "../cache-tags/cache-tags.js";
import { destinationOf, redirectStepsSql } from "./redirect-steps.js";

export interface RedirectAt {
  to: string;
  statusCode: number;
}

/** The redirect from the path to the end of its chain, or null if there is none that the reader may see. */
export const redirectAt = defineLoader<Context, string, RedirectAt | null>("redirectAt", async (ctx, paths) => {
  const parameters = new SqlParameters();
  const list = parameters.bind(paths, "text[]");
  const steps = await ctx.db.query(
    sql`/* Query.resolvePath redirect */ ${redirectStepsSql(ctx, list, parameters)}`,
    parameters.values,
  );
  addPathTags(ctx.cacheTags, [...paths, ...steps.flatMap(({ toPath }) => toPath ?? [])]);
  if (steps.length > 0) ctx.cacheTags.add(CONTENT);
  return groupInKeyOrder(paths, steps, (step) => step.requestedPath).map((chain) => {
    const [first, last] = [chain[0], chain.at(-1)];
    if (first === undefined || last === undefined) return null;
    return { to: destinationOf(last), statusCode: first.statusCode };
  });
});

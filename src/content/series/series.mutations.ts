// The mutations of series.
import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../../identity/context.js";
import { encodeGlobalId } from "../../platform/graphql/global-id.js";
import {
  deletionType,
  INPUT,
  type Payload,
  payload,
  payloadType,
  writtenPayload,
} from "../../platform/graphql/mutation.js";
import { Series } from "./series.entity.js";
import { CreateSeriesInput, DeleteSeriesInput, UpdateSeriesInput } from "./series.inputs.js";
import { seriesById } from "./series.loaders.js";
import { createSeries, deleteSeries, updateSeries } from "./series.service.js";

const CreateSeriesPayload = payloadType("CreateSeriesPayload", "series", () => Series);
const UpdateSeriesPayload = payloadType("UpdateSeriesPayload", "series", () => Series);
const DeleteSeriesPayload = deletionType("DeleteSeriesPayload");

type SeriesPayload = Promise<Payload<"series", Series | null>>;

@Resolver()
export class SeriesMutations {
  @Mutation(() => CreateSeriesPayload, { nullable: true, description: "Creates a series." })
  createSeries(
    @Arg("input", () => CreateSeriesInput, INPUT) input: CreateSeriesInput,
    @Ctx() ctx: Context,
  ): SeriesPayload {
    return writtenPayload(ctx, "series", () => createSeries(ctx, input), seriesById);
  }

  @Mutation(() => UpdateSeriesPayload, {
    nullable: true,
    description: "Changes a series or its parts. The path of a former slug redirects to the series.",
  })
  updateSeries(
    @Arg("input", () => UpdateSeriesInput, INPUT) input: UpdateSeriesInput,
    @Ctx() ctx: Context,
  ): SeriesPayload {
    return writtenPayload(ctx, "series", () => updateSeries(ctx, input), seriesById);
  }

  @Mutation(() => DeleteSeriesPayload, { nullable: true, description: "Deletes a series. Its posts are kept." })
  deleteSeries(
    @Arg("input", () => DeleteSeriesInput, INPUT) input: DeleteSeriesInput,
    @Ctx() ctx: Context,
  ): Promise<Payload<"deletedId", string>> {
    return payload(ctx, "deletedId", async () => encodeGlobalId("Series", await deleteSeries(ctx, input)));
  }
}

// A process that leaves a rejection of the given kind unhandled, and prints a line if it is still running afterwards.
import { GraphQLError } from "graphql";
import { createLog } from "../../../src/platform/observability/log.js";
import { watchLostErrors } from "../../../src/platform/observability/lost-errors.js";
import { endWithParent } from "../../support/spawned.js";

endWithParent();
watchLostErrors(createLog("error", { write: (line) => void process.stderr.write(line) }));
const { isOfField } = JSON.parse(process.argv[2] ?? "{}") as { isOfField?: boolean };
void Promise.reject(isOfField ? new GraphQLError("a field") : new Error("something else"));
setTimeout(() => console.log("still here"), 50);

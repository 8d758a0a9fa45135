// The thread that renders bodies, so that the one that reads, writes and answers need not wait for it.
import { serveJobs } from "../../../lib/worker-jobs.js";
import { renderBody } from "../render.js";
import type { RenderJob } from "./render-thread.js";

serveJobs(({ source, format, options }: RenderJob) => renderBody(source, format, options));

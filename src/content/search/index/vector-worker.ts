// Entry point of the worker thread that makes vectors.
import { serveJobs } from "../../../lib/worker-jobs.js";
import { vectorsOf } from "./search-document.js";

serveJobs(vectorsOf);

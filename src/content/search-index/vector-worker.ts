// The thread that makes vectors.
import { serveJobs } from "../../lib/job-worker.js";
import { vectorsOf } from "./search-document.js";

serveJobs(vectorsOf);

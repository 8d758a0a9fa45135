// The hand-written limit with categories, tags and authors in memory, as Colophon has them; else as `limit`.
import { connect } from "./limit/flat-read.mjs";
import { loadTerms, reads } from "./limit/from-memory.mjs";
import { serve } from "./limit/http.mjs";
import { updateTitle } from "./limit/write.mjs";

await connect();
await loadTerms();
serve({ reads, writes: { W8: updateTitle } });

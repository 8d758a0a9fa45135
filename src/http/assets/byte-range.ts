// The header Range of a request for a file. Only a single range is served; any other header is ignored, as HTTP allows.
import type { ByteRange } from "../../platform/storage/byte-store.js";

/** Null: the whole file. `"unsatisfiable"`: the range begins behind its end. */
export function parseRange(header: string | undefined, byteSize: number): ByteRange | "unsatisfiable" | null {
  const [, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "") ?? [];
  if (first === "" && last === "") return null;
  if (first === "") {
    const length = Math.min(Number(last), byteSize);
    return length === 0 ? "unsatisfiable" : { start: byteSize - length, end: byteSize - 1 };
  }
  const start = Number(first);
  const end = last === "" ? byteSize - 1 : Math.min(Number(last), byteSize - 1);
  if (last !== "" && Number(last) < start) return null;
  return start >= byteSize ? "unsatisfiable" : { start, end };
}

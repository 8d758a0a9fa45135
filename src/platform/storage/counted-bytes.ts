// Passes on a stream of bytes and fails it as soon as it has more bytes than announced, or at its end if it has fewer. The last chunk is held
// back until the stream has ended, so that whoever receives the bytes never gets a whole object from a stream of the wrong length.
import { Transform } from "node:stream";
import { ByteCountError } from "./byte-store.js";

export function countedBytes(byteSize: number): Transform {
  let count = 0;
  let last: Buffer | null = null;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      count += chunk.length;
      if (count > byteSize) {
        done(new ByteCountError(byteSize, true));
        return;
      }
      const previous = last;
      last = chunk;
      done(null, previous);
    },
    flush(done) {
      if (count < byteSize) done(new ByteCountError(byteSize, false));
      else done(null, last);
    },
  });
}

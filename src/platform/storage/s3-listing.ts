// Reads a page of the listing of a bucket (ListObjectsV2).
import { SaxesParser } from "saxes";
import type { StoredObject } from "./byte-store.js";

export interface ListingPage {
  objects: StoredObject[];
  /** Leads to the next page; null on the last one. */
  next: string | null;
}

export function readListing(xml: string): ListingPage {
  const objects: StoredObject[] = [];
  let next: string | null = null;
  let text = "";
  let fields: Record<string, string> = {};
  const parser = new SaxesParser();
  parser.on("opentag", ({ name }) => {
    text = "";
    if (name === "Contents") fields = {};
  });
  parser.on("text", (part) => {
    text += part;
  });
  parser.on("closetag", ({ name }) => {
    if (name === "NextContinuationToken") next = text;
    if (name === "Contents") objects.push(storedObject(fields));
    else fields[name] = text;
    text = "";
  });
  parser.write(xml).close();
  return { objects, next };
}

function storedObject({ Key = "", Size = "0", LastModified = "" }: Record<string, string>): StoredObject {
  return { key: Key, byteSize: Number(Size), modifiedAt: new Date(LastModified) };
}

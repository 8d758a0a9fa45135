// Configuration of requests that this service sends to addresses from content: which hosts are allowed although they are not public.
import { isIP } from "node:net";
import type { ConfigVariable, EnvironmentReader } from "./environment-reader.js";

export const outboundVariables: readonly ConfigVariable[] = [
  {
    name: "OUTBOUND_ALLOW",
    defaultValue: "",
    description:
      "Hosts that are not on the public internet and to which requests may be sent all the same, such as for calls of webhooks and downloads of an import: names, addresses and ranges such as 10.1.0.0/16, separated by commas.",
  },
];

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?)*$/i;

export function readOutboundAllow(reader: EnvironmentReader): readonly string[] {
  const entries = reader
    .text("OUTBOUND_ALLOW")
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
  for (const entry of entries) {
    if (!isAddressOrRange(entry) && (!HOST_NAME.test(entry) || /^[\d.]+$/.test(entry))) {
      reader.errors.push(
        `OUTBOUND_ALLOW takes names of hosts, addresses and ranges such as 10.1.0.0/16, but has "${entry}".`,
      );
    }
  }
  return entries;
}

/** Whether an entry is an address or a range, and not the name of a host. */
export function isAddressOrRange(entry: string): boolean {
  const [, address = "", prefix] = /^([^/%]*)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
  const family = isIP(address);
  return family !== 0 && (prefix === undefined || Number(prefix) <= (family === 4 ? 32 : 128));
}

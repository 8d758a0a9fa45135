// Configuration of requests that this service sends to addresses from content: which hosts are allowed although they are not public.
import { isIP } from "node:net";
import type { ConfigVariable, EnvironmentReader } from "./environment-reader.js";

export const outboundVariables: readonly ConfigVariable[] = [
  {
    name: "OUTBOUND_ALLOW",
    defaultValue: "",
    description:
      "Hosts that are not on the public internet and to which requests may be sent all the same, such as for calls of webhooks and downloads of an import: names, addresses and ranges such as 10.1.0.0/16, separated by commas. A name or an address may have a port, such as 127.0.0.1:9000, and is allowed with this port only.",
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
    const host = portedHost(entry) ?? entry;
    if (!isAddressOrRange(host) && (!HOST_NAME.test(host) || /^[\d.]+$/.test(host))) {
      reader.errors.push(
        `OUTBOUND_ALLOW takes names of hosts and addresses, perhaps with a port, and ranges such as 10.1.0.0/16, but has "${entry}".`,
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

/** The name or address of an entry with a port, such as `build.internal:8080` or `[::1]:8080`; null for any other entry. */
export function portedHost(entry: string): string | null {
  const [, literal, host = literal, port] = /^(?:\[([^\]]+)\]|([^:/]+)):(\d{1,5})$/.exec(entry) ?? [];
  return host === undefined || Number(port) > 65_535 ? null : host;
}

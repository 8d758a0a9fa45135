// The address of the client of a request. A header with another address than that of the connection is used only from configured proxies,
// because any client can send one.

import type { IncomingMessage } from "node:http";
import { isIPv6 } from "node:net";
import proxyAddr from "proxy-addr";
import { BoundedMap } from "../../lib/bounded-map.js";
import { forwardedAddresses } from "./forwarded-addresses.js";

export type ClientAddress = (request: IncomingMessage) => string;

/** Addresses, networks such as 10.0.0.0/8, or `loopback`, `linklocal`, `uniquelocal`. Throws for anything else. */
export function createClientAddress(trustedProxies: readonly string[]): ClientAddress {
  if (trustedProxies.length === 0) return ({ socket }) => normalised(socket.remoteAddress ?? "");
  const isTrusted = proxyAddr.compile([...trustedProxies]);
  return ({ socket, headers }) => {
    let address = normalised(socket.remoteAddress ?? "");
    for (const reported of forwardedAddresses(headers)) {
      // A proxy that reports no address is the nearest known hop.
      if (reported === null || !isTrusted(address, 0)) break;
      address = normalised(reported);
    }
    return address;
  };
}

/** Returns a test whether an address belongs to such networks. */
export function createAddressTest(networks: readonly string[]): (address: string) => boolean {
  if (networks.length === 0) return () => false;
  const isAmong = proxyAddr.compile([...networks]);
  // Parsing an address takes longer than the rest of a rate limit, and most requests come from few addresses.
  const results = new BoundedMap<string, boolean>(MAX_RESULTS);
  return (address) => results.getOrCreate(address, () => address !== "" && isAmong(address, 0));
}

const MAX_RESULTS = 10_000;

const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

function normalised(address: string): string {
  // Most addresses are plain IPv4, and every request takes this path.
  if (!address.startsWith(":")) return address;
  return MAPPED_IPV4.exec(address)?.[1] ?? address;
}

/** The unit that is counted: an IPv4 address, in whatever notation, or the /64 of an IPv6 subscriber, who has 2^64 addresses. */
export function countedAddress(address: string): string {
  if (!address.includes(":") || !isIPv6(address)) return address;
  const groups = groupsOf(address);
  const [seventh = 0, eighth = 0] = groups.slice(6);
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    return [seventh >> 8, seventh & 255, eighth >> 8, eighth & 255].join(".");
  }
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(":")}::/64`;
}

/** The eight groups of a valid IPv6 address. */
function groupsOf(address: string): number[] {
  const [head = "", tail] = address.split("%", 1)[0]?.split("::") ?? [];
  const first = groupsIn(head);
  const last = groupsIn(tail ?? "");
  return tail === undefined ? first : [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
}

/** An IPv4 address may stand for the last two groups. */
function groupsIn(text: string): number[] {
  if (text === "") return [];
  return text.split(":").flatMap((group) => {
    if (!group.includes(".")) return [Number.parseInt(group, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = group.split(".").map(Number);
    return [(a << 8) | b, (c << 8) | d];
  });
}

// Whose request it is, by address. A header that names another address than the connection's is believed of configured
// proxies alone: anybody can send one.

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

/** Whether an address is among such networks. */
export function createAddressTest(networks: readonly string[]): (address: string) => boolean {
  if (networks.length === 0) return () => false;
  const isAmong = proxyAddr.compile([...networks]);
  // Parsing an address takes longer than all else that is done for a limit, and most requests come from few.
  const results = new BoundedMap<string, boolean>(MAX_RESULTS);
  return (address) => results.getOrCreate(address, () => address !== "" && isAmong(address, 0));
}

const MAX_RESULTS = 10_000;

const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

function normalised(address: string): string {
  // Most are plain IPv4, and this is asked for every request.
  if (!address.startsWith(":")) return address;
  return MAPPED_IPV4.exec(address)?.[1] ?? address;
}

/**
 * What is counted together: an IPv4 address, or the /64 that a subscriber of IPv6 gets, who would otherwise have more
 * addresses than can be counted.
 */
export function countedAddress(address: string): string {
  if (!address.includes(":") || !isIPv6(address)) return address;
  const [head = "", tail] = address.split("%", 1)[0]?.split("::") ?? [];
  const first = head === "" ? [] : head.split(":");
  const last = tail === undefined || tail === "" ? [] : tail.split(":");
  const groups = tail === undefined ? first : [...first, ...Array(8 - first.length - last.length).fill("0"), ...last];
  return `${groups
    .slice(0, 4)
    .map((group: string) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}

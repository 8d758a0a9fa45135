// Decides which hosts this service may send requests to. A URL that comes from content, an export or an editor must not reach the machine
// itself, its network or the metadata service of a cloud, in whatever notation it names them.
import { promises as dns, type LookupAddress } from "node:dns";
import { type BlockList, isIP } from "node:net";
import { isAddressOrRange } from "../config/outbound-config.js";
import { blockListOf, isPublicAddress } from "./public-address.js";

/** The request was not sent, because its URL leads to a place that is not allowed. */
export class OutboundRefusedError extends Error {
  override readonly name = "OutboundRefusedError";
}

export interface OutboundTarget {
  url: URL;
  /** All that were checked; the connection is made to one of these and to no other. */
  addresses: readonly LookupAddress[];
}

/** Asks the resolver of the system, which also reads its file of hosts. */
export type ResolveHost = (host: string) => Promise<readonly LookupAddress[]>;

/** Names that never belong to the public internet, whatever a resolver says. */
const LOCAL_NAME = /^[^.]*$|\.(?:localhost|localdomain|local|internal|intranet|lan|home\.arpa|test|invalid|onion)$/;

const systemResolver: ResolveHost = (host) => dns.lookup(host, { all: true, verbatim: true });

export class OutboundGuard {
  readonly #allowedNames: ReadonlySet<string>;
  readonly #allowedAddresses: BlockList;
  readonly #resolve: ResolveHost;

  /** `allowed` are the entries of `OUTBOUND_ALLOW`: names of hosts, addresses and ranges. */
  constructor(allowed: readonly string[], resolve: ResolveHost = systemResolver) {
    this.#allowedNames = new Set(allowed.filter((entry) => !isAddressOrRange(entry)).map((name) => name.toLowerCase()));
    this.#allowedAddresses = blockListOf(allowed.filter(isAddressOrRange));
    this.#resolve = resolve;
  }

  /** Resolves the name once. Throws an OutboundRefusedError for a URL that is not allowed, and the resolver's error for an unknown name. */
  async check(url: URL, { allowsHttp }: { allowsHttp: boolean }): Promise<OutboundTarget> {
    if (url.protocol !== "https:" && !(allowsHttp && url.protocol === "http:")) {
      throw new OutboundRefusedError(`Expected a URL with https${allowsHttp ? " or http" : ""}, got ${url.protocol}//`);
    }
    if (url.username !== "" || url.password !== "")
      throw new OutboundRefusedError("Expected a URL without a password.");
    const host = hostOf(url);
    const family = isIP(host);
    const addresses = family === 0 ? await this.#resolve(host) : [{ address: host, family }];
    if (addresses.length === 0) throw new OutboundRefusedError(`The host ${host} has no address.`);
    // One address that is not public is enough to refuse the name: it may be the one that is connected to.
    const isReachable = this.#allowedNames.has(host) || addresses.every(({ address }) => this.#mayReach(address, host));
    if (!isReachable) {
      throw new OutboundRefusedError(
        `The host ${host} is not on the public internet, and OUTBOUND_ALLOW does not name it.`,
      );
    }
    return { url, addresses };
  }

  #mayReach(address: string, host: string): boolean {
    const isPublic = isPublicAddress(address) && (isIP(host) !== 0 || !LOCAL_NAME.test(host));
    return isPublic || this.#allowedAddresses.check(address, isIP(address) === 4 ? "ipv4" : "ipv6");
  }
}

/** The parser of URLs has turned all notations of IPv4 addresses into the usual one. */
function hostOf(url: URL): string {
  return url.hostname
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "")
    .toLowerCase();
}

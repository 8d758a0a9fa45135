// Decides which hosts this service may send requests to. A URL that comes from content, an export or an editor must not reach the machine
// itself, its network or the metadata service of a cloud, in whatever notation it names them.
import { promises as dns, type LookupAddress } from "node:dns";
import { type BlockList, isIP } from "node:net";
import { isAddressOrRange, portedHost } from "../config/outbound-config.js";
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

const USUAL_PORTS: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" };

/** Asks the resolver of the system, which also reads its file of hosts. */
export type ResolveHost = (host: string) => Promise<readonly LookupAddress[]>;

/** Names that never belong to the public internet, whatever a resolver says. */
const LOCAL_NAME = /^[^.]*$|\.(?:localhost|localdomain|local|internal|intranet|lan|home\.arpa|test|invalid|onion)$/;

const systemResolver: ResolveHost = (host) => dns.lookup(host, { all: true, verbatim: true });

export class OutboundGuard {
  readonly #allowedNames: ReadonlySet<string>;
  /** Names and addresses with the only port that is allowed, such as `[::1]:8080`. */
  readonly #allowedOrigins: ReadonlySet<string>;
  readonly #allowedAddresses: BlockList;
  readonly #allowsAddresses: boolean;
  readonly #resolve: ResolveHost;

  /** `allowed` are the entries of `OUTBOUND_ALLOW`: names of hosts and addresses, perhaps with a port, and ranges. */
  constructor(allowed: readonly string[], resolve: ResolveHost = systemResolver) {
    const entries = allowed.map((entry) => entry.toLowerCase());
    this.#allowedOrigins = new Set(entries.filter((entry) => portedHost(entry) !== null && !isAddressOrRange(entry)));
    this.#allowedNames = new Set(
      entries.filter((entry) => !isAddressOrRange(entry) && !this.#allowedOrigins.has(entry)),
    );
    const addresses = entries.filter(isAddressOrRange);
    this.#allowedAddresses = blockListOf(addresses);
    this.#allowsAddresses = addresses.length > 0;
    this.#resolve = resolve;
  }

  /** Resolves the name once. Throws an OutboundRefusedError for a URL that is not allowed, and the resolver's error for an unknown name. */
  async check(url: URL, { allowsHttp }: { allowsHttp: boolean }): Promise<OutboundTarget> {
    this.checkText(url, { allowsHttp });
    const host = hostOf(url);
    const family = isIP(host);
    const addresses = family === 0 ? await this.#resolve(host) : [{ address: host, family }];
    if (addresses.length === 0) throw new OutboundRefusedError(`The host ${host} has no address.`);
    // One address that is not public is enough to refuse the name: it may be the one that is connected to.
    const isReachable = this.#isNamed(url) || addresses.every(({ address }) => this.#mayReach(address, host));
    if (!isReachable) throw notPublic(host);
    return { url, addresses };
  }

  /** The part of the check that needs no resolver, to refuse a URL when it is stored. It is checked again when it is used. */
  checkText(url: URL, { allowsHttp }: { allowsHttp: boolean }): void {
    if (url.protocol !== "https:" && !(allowsHttp && url.protocol === "http:")) {
      throw new OutboundRefusedError(`Expected a URL with https${allowsHttp ? " or http" : ""}, got ${url.protocol}//`);
    }
    if (url.username !== "" || url.password !== "")
      throw new OutboundRefusedError("Expected a URL without a password.");
    const host = hostOf(url);
    const isRefused = isIP(host) !== 0 ? !this.#mayReach(host, host) : LOCAL_NAME.test(host) && !this.#allowsAddresses;
    if (isRefused && !this.#isNamed(url)) throw notPublic(host);
  }

  /** Whether OUTBOUND_ALLOW names the host of the URL itself: by its name, or by its address if the URL has that. */
  names(url: URL): boolean {
    const host = hostOf(url);
    return this.#isNamed(url) || (isIP(host) !== 0 && this.#isAllowedAddress(host));
  }

  #isNamed(url: URL): boolean {
    const host = hostOf(url);
    const port = url.port === "" ? USUAL_PORTS[url.protocol] : url.port;
    return this.#allowedNames.has(host) || this.#allowedOrigins.has(`${isIP(host) === 6 ? `[${host}]` : host}:${port}`);
  }

  #mayReach(address: string, host: string): boolean {
    const isPublic = isPublicAddress(address) && (isIP(host) !== 0 || !LOCAL_NAME.test(host));
    return isPublic || this.#isAllowedAddress(address);
  }

  #isAllowedAddress(address: string): boolean {
    return this.#allowedAddresses.check(address, isIP(address) === 4 ? "ipv4" : "ipv6");
  }
}

const notPublic = (host: string): OutboundRefusedError =>
  new OutboundRefusedError(`The host ${host} is not on the public internet, and OUTBOUND_ALLOW does not name it.`);

/** The parser of URLs has turned all notations of IPv4 addresses into the usual one. */
function hostOf(url: URL): string {
  return url.hostname
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "")
    .toLowerCase();
}

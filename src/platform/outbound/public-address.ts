// Whether an IP address belongs to the public internet. Everything that IANA's registries reserve for other purposes does not, in every
// notation: addresses that contain an IPv4 address count as that one.
import { BlockList, isIP, isIPv4 } from "node:net";

const RESERVED_IPV4: readonly string[] = [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"],
  ...["192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24"],
  ...["198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"],
  // The metadata service of Azure, whose address is otherwise an ordinary one.
  "168.63.129.16/32",
];
/** Only this block is assigned to hosts of the internet. */
const GLOBAL_IPV6: readonly string[] = ["2000::/3"];
/** Protocol assignments such as Teredo, documentation, 6to4 and AS112. */
const RESERVED_IPV6: readonly string[] = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "2620:4f:8000::/48"];
/** IPv4-mapped addresses, and those by which NAT64 reaches IPv4. Both end with the IPv4 address. */
const CONTAINS_IPV4: readonly string[] = ["::ffff:0:0/96", "64:ff9b::/96"];

const reserved = blockListOf([...RESERVED_IPV4, ...RESERVED_IPV6]);
const globalIpv6 = blockListOf(GLOBAL_IPV6);
const containingIpv4 = blockListOf(CONTAINS_IPV4.slice(1));
const mappedIpv4 = /^::ffff:/;

/** A text that is no address is not public. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !reserved.check(address, "ipv4");
  const plain = address.replace(/%.*$/s, "");
  if (isIP(plain) !== 6 || plain !== address) return false;
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  if (mappedIpv4.test(canonical) || containingIpv4.check(canonical, "ipv6"))
    return isPublicAddress(lastIpv4(canonical));
  return globalIpv6.check(canonical, "ipv6") && !reserved.check(canonical, "ipv6");
}

/** The entries are addresses or ranges such as `10.0.0.0/8`. */
export function blockListOf(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = "", prefix] = entry.split("/");
    const family = isIPv4(address) ? "ipv4" : "ipv6";
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

/** The last 32 bits of a canonical IPv6 address. */
function lastIpv4(canonical: string): string {
  const groups = canonical.replace(/::/, ":0:0:").split(":").slice(-2);
  const [high = 0, low = 0] = groups.map((group) => Number.parseInt(group || "0", 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

// Which addresses are public, in every notation that a URL may have.
import assert from "node:assert/strict";
import { isIP } from "node:net";
import { test } from "node:test";
import fc from "fast-check";
import { OutboundGuard, OutboundRefusedError } from "../../../src/platform/outbound/outbound-guard.js";
import { isPublicAddress } from "../../../src/platform/outbound/public-address.js";
import { readPropertyRuns } from "../../support/environment.js";

const guard = new OutboundGuard([], async () => []);

async function isRefused(url: string, guardFor = guard): Promise<boolean> {
  // What is no URL is refused before the guard sees it.
  if (!URL.canParse(url)) return true;
  const refused = await refuses(() => guardFor.check(new URL(url), { allowsHttp: true }));
  const isAddress = isIP(new URL(url).hostname.replace(/^\[|\]$/g, "")) !== 0;
  // Without a resolver the same is known of an address, and of a name nothing that is wrong.
  const isRefusedAtOnce = await refuses(() => guardFor.checkText(new URL(url), { allowsHttp: true }));
  assert.ok(isAddress ? isRefusedAtOnce === refused : refused || !isRefusedAtOnce, url);
  return refused;
}

async function refuses(check: () => unknown): Promise<boolean> {
  try {
    await check();
    return false;
  } catch (error) {
    assert.ok(error instanceof OutboundRefusedError, String(error));
    return true;
  }
}

const RESERVED: readonly (readonly [first: string, last: string])[] = [
  ["0.0.0.0", "0.255.255.255"],
  ["10.0.0.0", "10.255.255.255"],
  ["100.64.0.0", "100.127.255.255"],
  ["127.0.0.0", "127.255.255.255"],
  ["169.254.0.0", "169.254.255.255"],
  ["172.16.0.0", "172.31.255.255"],
  ["192.0.0.0", "192.0.0.255"],
  ["192.0.2.0", "192.0.2.255"],
  ["192.88.99.0", "192.88.99.255"],
  ["192.168.0.0", "192.168.255.255"],
  ["198.18.0.0", "198.19.255.255"],
  ["198.51.100.0", "198.51.100.255"],
  ["203.0.113.0", "203.0.113.255"],
  ["224.0.0.0", "255.255.255.255"],
];
const PUBLIC = ["1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.0.1", "172.32.0.1"];
const PUBLIC_MORE = ["192.167.1.1", "192.169.1.1", "198.17.255.255", "198.20.0.0", "223.255.255.255", "8.8.8.8"];

const numberOf = (address: string): number => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
const dotted = (number: number): string => [24, 16, 8, 0].map((bits) => (number >>> bits) & 255).join(".");
const hex = (number: number): string => number.toString(16);

/** All ways in which browsers and resolvers read one IPv4 address, with the IPv6 addresses that lead to it. */
function notations(number: number): string[] {
  const parts = dotted(number).split(".").map(Number);
  const [a = 0, b = 0, c = 0, d = 0] = parts;
  const pair = `${hex(a * 256 + b)}:${hex(c * 256 + d)}`;
  return [
    dotted(number),
    `${dotted(number)}.`,
    String(number),
    `0x${hex(number)}`,
    `0${number.toString(8)}`,
    parts.map((part) => `0x${hex(part)}`).join("."),
    parts.map((part) => `0${part.toString(8)}`).join("."),
    parts.map((part) => `000${part.toString(8)}`).join("."),
    `${a}.${number % 2 ** 24}`,
    `${a}.${b}.${c * 256 + d}`,
    `0X${hex(a)}.0${b.toString(8)}.${c}.${d}`,
    dotted(number).replaceAll(".", "。"),
    dotted(number).replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
    dotted(number).replace(/\d/g, (digit) => `%3${digit}`),
    `[::ffff:${dotted(number)}]`,
    `[::FFFF:${pair}]`,
    `[0:0:0:0:0:ffff:${pair}]`,
    `[64:ff9b::${pair}]`,
    `[64:ff9b::${dotted(number)}]`,
  ];
}

/** Addresses that are never reached by the internet, although they contain an IPv4 address. */
const tunnels = (number: number): string[] => {
  const pair = `${hex(number >>> 16)}:${hex(number & 0xffff)}`;
  return [`[2002:${pair}::1]`, `[::${pair}]`, `[64:ff9b:1::${pair}]`, `[2001:0:${pair}::1]`, `[fe80::5efe:${pair}]`];
};

test("every notation of a reserved IPv4 address is refused, and every notation of a public one is not", async () => {
  const reserved = fc.oneof(
    ...RESERVED.map(([first, last]) => fc.integer({ min: numberOf(first), max: numberOf(last) })),
    fc.constant(numberOf("169.254.169.254")),
    fc.constant(numberOf("168.63.129.16")),
  );
  await fc.assert(
    fc.asyncProperty(reserved, async (number) => {
      for (const host of [...notations(number), ...tunnels(number)]) {
        assert.ok(await isRefused(`http://${host}/a.png`), host);
      }
    }),
    { numRuns: 200, ...readPropertyRuns() },
  );
  for (const address of [...PUBLIC, ...PUBLIC_MORE]) {
    for (const host of notations(numberOf(address))) assert.equal(await isRefused(`https://${host}/`), false, host);
    for (const host of tunnels(numberOf(address))) assert.ok(await isRefused(`https://${host}/`), host);
  }
});

test("of IPv6, only global unicast addresses that are not reserved are public", () => {
  for (const address of ["2606:4700:4700::1111", "2a00:1450:4001:82b::200e", "2001:4860:4860::8888"]) {
    assert.ok(isPublicAddress(address), address);
  }
  const refused = [
    ...["::", "::1", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "100::1", "5f00::1"],
    ...["2001:db8::1", "3fff::1", "2001:2::1", "2001:20::1", "2002:808:808::1", "64:ff9b:1::808:808", "::8.8.8.8"],
    ...["2606:4700:4700::1111%1", "localhost", "", "1.2.3", "01.1.1.1"],
  ];
  for (const address of refused) assert.equal(isPublicAddress(address), false, address);
});

test("a name is refused if one of its addresses is not public, and local names are refused whatever they resolve to", async () => {
  const answers: Record<string, string[]> = {
    "good.example.org": ["93.184.216.34", "2606:2800:220:1::1"],
    "mixed.example.org": ["93.184.216.34", "10.0.0.1"],
    "rebound.example.org": ["::ffff:127.0.0.1"],
    "empty.example.org": [],
  };
  const resolving = new OutboundGuard([], async (host) =>
    (answers[host] ?? ["93.184.216.34"]).map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
  );
  assert.equal(await isRefused("https://good.example.org/", resolving), false);
  assert.equal(await isRefused("https://GOOD.example.org./", resolving), false);
  const refused = [
    "mixed.example.org",
    "rebound.example.org",
    "empty.example.org",
    "localhost",
    "localhost.",
    "LOCALHOST",
  ];
  const local = ["a.localhost", "db", "nas.local", "metadata.google.internal", "router.lan", "x.home.arpa", "a.test"];
  for (const host of [...refused, ...local]) assert.ok(await isRefused(`https://${host}/`, resolving), host);
});

test("other protocols, passwords in the URL and, unless it is allowed, http are refused", async () => {
  for (const url of [
    "ftp://1.1.1.1/",
    "file:///etc/passwd",
    "data:,a",
    "https://user@1.1.1.1/",
    "https://:p@1.1.1.1/",
  ]) {
    assert.ok(await isRefused(url), url);
  }
  await assert.rejects(
    guard.check(new URL("http://1.1.1.1/"), { allowsHttp: false }),
    /Expected a URL with https, got/,
  );
});

test("OUTBOUND_ALLOW names hosts, addresses and ranges, and nothing beside them", async () => {
  const allowed = new OutboundGuard(["builder.internal", "10.1.0.0/16", "::1"], async (host) => [
    { address: host === "cache.lan" ? "10.1.2.3" : "10.2.0.1", family: 4 },
  ]);
  for (const host of ["builder.internal", "Builder.internal.", "10.1.255.255", "[::1]", "cache.lan", "0xa010001"]) {
    assert.equal(await isRefused(`http://${host}/`, allowed), false, host);
  }
  for (const host of ["other.internal", "sub.builder.internal", "10.2.0.1", "127.0.0.1", "[::2]"]) {
    assert.ok(await isRefused(`http://${host}/`, allowed), host);
  }
  for (const host of ["builder.internal", "10.1.255.255", "[::1]"])
    assert.ok(allowed.names(new URL(`http://${host}/`)));
  for (const host of ["cache.lan", "10.2.0.1", "1.1.1.1"]) assert.ok(!allowed.names(new URL(`http://${host}/`)));
});

test("an entry of OUTBOUND_ALLOW with a port allows this port only", async () => {
  const entries = ["127.0.0.1:9000", "Builder.internal:443", "[::1]:8080"];
  const allowed = new OutboundGuard(entries, async () => [{ address: "10.1.2.3", family: 4 }]);
  for (const url of [
    "http://127.0.0.1:9000/",
    "http://2130706433:9000/",
    "https://builder.internal/",
    "http://[::1]:8080/",
  ]) {
    assert.equal(await isRefused(url, allowed), false, url);
    assert.ok(allowed.names(new URL(url)), url);
  }
  for (const url of [
    "http://127.0.0.1/",
    "http://127.0.0.1:9001/",
    "http://builder.internal/",
    "https://[::1]/",
    "http://10.1.2.3:9000/",
  ]) {
    assert.ok(await isRefused(url, allowed), url);
    assert.ok(!allowed.names(new URL(url)), url);
  }
});

// Which client a request belongs to, for every notation of an address in the headers of trusted proxies.
import assert from "node:assert/strict";
import type { IncomingMessage } from "node:http";
import { describe, it } from "node:test";
import fc from "fast-check";
import { createClientAddress } from "../../../src/platform/rate-limit/client-address.js";

const addressOf = createClientAddress(["127.0.0.1", "10.0.0.0/8"]);

function ask(headers: Record<string, string>, remoteAddress = "127.0.0.1"): string {
  return addressOf({ headers, socket: { remoteAddress } } as unknown as IncomingMessage);
}

/** One client in every notation that proxies write. */
const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  "192.0.2.7": [
    "192.0.2.7",
    "192.0.2.7:5112",
    '"192.0.2.7"',
    '"192.0.2.7:5112"',
    " 192.0.2.7 ",
    "::ffff:192.0.2.7",
    "[::ffff:192.0.2.7]:80",
  ],
  "2001:db8::7": ["2001:db8::7", "[2001:db8::7]", "[2001:db8::7]:5112", '"[2001:db8::7]"', '"[2001:db8::7]:5112"'],
};

describe("the address of a client", () => {
  for (const [address, spellings] of Object.entries(SPELLINGS)) {
    for (const spelling of spellings) {
      it(`is ${address} for X-Forwarded-For: ${spelling}`, () => {
        assert.equal(ask({ "x-forwarded-for": spelling }), address);
        assert.equal(ask({ "x-forwarded-for": `198.51.100.1, ${spelling}, 10.1.2.3:99` }), address);
      });
      const quoted = /[:"[\]]/.test(spelling) ? `"${spelling.replaceAll('"', "")}"` : spelling.trim();
      it(`is ${address} for Forwarded: for=${quoted}`, () => {
        assert.equal(ask({ forwarded: `for=${quoted}` }), address);
        assert.equal(
          ask({ forwarded: `for=198.51.100.1, For=${quoted};proto=https;by="10.0.0.1, x", for="10.1.2.3:99"` }),
          address,
        );
        assert.equal(ask({ forwarded: `proto=http; host="a,b"; for=${quoted}` }), address);
      });
    }
  }

  it("is the nearest known hop where a proxy reports no address", () => {
    for (const hop of [
      "unknown",
      "_hidden",
      "",
      "not an address",
      "999.1.1.1",
      "1.2.3.4:port",
      "[::1",
      "example.org",
    ]) {
      assert.equal(ask({ "x-forwarded-for": `192.0.2.7, ${hop}` }), "127.0.0.1", hop);
      assert.equal(ask({ "x-forwarded-for": `192.0.2.7, ${hop}, 10.0.0.9` }), "10.0.0.9", hop);
      assert.equal(ask({ forwarded: `for=192.0.2.7, for="${hop}"` }), "127.0.0.1", hop);
    }
    assert.equal(ask({ forwarded: "proto=https" }), "127.0.0.1");
  });

  it("is that of the connection where no proxy is trusted", () => {
    const untrusting = createClientAddress([]);
    const request = { headers: { "x-forwarded-for": "192.0.2.7" }, socket: { remoteAddress: "203.0.113.5" } };
    assert.equal(untrusting(request as unknown as IncomingMessage), "203.0.113.5");
    assert.equal(ask({ "x-forwarded-for": "192.0.2.7", forwarded: "for=192.0.2.8" }, "203.0.113.5"), "203.0.113.5");
  });

  it("is read from X-Forwarded-For where both headers are there", () => {
    assert.equal(ask({ "x-forwarded-for": "192.0.2.7", forwarded: "for=192.0.2.8" }), "192.0.2.7");
  });

  it("never depends on what stands to the left of the first untrusted hop", () => {
    const appended = { "x-forwarded-for": "192.0.2.7, 10.0.0.9:99", forwarded: 'for=192.0.2.7, for="10.0.0.9:99"' };
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'for="\\,;: 1.[]a') }),
        fc.constantFrom("x-forwarded-for", "forwarded"),
        (forged, name) => {
          assert.equal(ask({ [name]: `${forged}, ${appended[name as keyof typeof appended]}` }), "192.0.2.7");
        },
      ),
    );
  });
});

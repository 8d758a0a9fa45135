// Dates in the formats that people write, with and without time zones.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  assertTimeZone,
  parseWrittenDate,
} from "../../../../src/intake/importers/markdown/front-matter/written-date.js";

const iso = (text: string, timeZone = "Asia/Shanghai") =>
  parseWrittenDate(text, timeZone)?.instant.toISOString() ?? null;

describe("parseWrittenDate", () => {
  const known: [string, string][] = [
    ["2005-01-10T18:23:00+08:00", "2005-01-10T10:23:00.000Z"],
    ["2019-03-01 10:00:00 +0800", "2019-03-01T02:00:00.000Z"],
    ["2019-03-01T10:00:00Z", "2019-03-01T10:00:00.000Z"],
    ["2019-03-01T10:00:00.1234567-03:30", "2019-03-01T13:30:00.123Z"],
    ["2019-03-01 10:00 UTC", "2019-03-01T10:00:00.000Z"],
    ["2019-03-01 10:00:00 +0900 JST", "2019-03-01T01:00:00.000Z"],
    ["2019-03-01 10:00:00 Europe/Berlin", "2019-03-01T09:00:00.000Z"],
    ["Mon, 02 Jan 2006 15:04:05 -0700", "2006-01-02T22:04:05.000Z"],
    ["1551405600", "2019-03-01T02:00:00.000Z"],
  ];
  for (const [text, instant] of known) {
    it(`reads ${text} in its own time zone`, () => assert.equal(iso(text, "America/New_York"), instant));
  }
  const local: [string, string][] = [
    ["2019-03-01 10:00:00", "2019-03-01T02:00:00.000Z"],
    ["2019-03-01", "2019-02-28T16:00:00.000Z"],
    ["2019/3/1 9:05", "2019-03-01T01:05:00.000Z"],
    ["2019-03-01 1:30 pm", "2019-03-01T05:30:00.000Z"],
    ["20190301", "2019-02-28T16:00:00.000Z"],
    ["2019年3月1日 10:00", "2019-03-01T02:00:00.000Z"],
    ["March 1, 2019", "2019-02-28T16:00:00.000Z"],
    ["1 Mar 2019 10:00", "2019-03-01T02:00:00.000Z"],
    // Shanghai had daylight saving time in these years.
    ["1988-07-01 10:00:00", "1988-07-01T01:00:00.000Z"],
  ];
  for (const [text, instant] of local) {
    it(`reads ${text} in the time zone of the site`, () => assert.equal(iso(text), instant));
  }
  it("observes daylight saving time", () => {
    assert.equal(iso("2019-07-01 10:00", "America/New_York"), "2019-07-01T14:00:00.000Z");
    assert.equal(iso("2019-03-10 03:30", "America/New_York"), "2019-03-10T07:30:00.000Z");
    assert.equal(iso("2019-03-10 01:30", "America/New_York"), "2019-03-10T06:30:00.000Z");
  });
  it("reports an ambiguous time zone and uses the time zone of the site", () => {
    const date = parseWrittenDate("2019-03-01 10:00:00 CST", "Asia/Shanghai");
    assert.equal(date?.unknownZone, "CST");
    assert.equal(date?.instant.toISOString(), "2019-03-01T02:00:00.000Z");
  });
  it("returns the day as it is written", () => {
    assert.deepEqual(parseWrittenDate("2019-03-01T02:00:00+08:00", "UTC")?.day, { year: 2019, month: 3, day: 1 });
  });
  for (const text of [
    "2019-02-30",
    "2019-13-01",
    "2019-01-01 25:00",
    "0000-00-00",
    "0001-01-01T00:00:00Z",
    "soon",
    "",
    "13:00",
    "2019",
    "2019-01-01 13:00 pm",
  ]) {
    it(`rejects “${text}”`, () => assert.equal(iso(text), null));
  }
  it("never throws and never returns an invalid date", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[T ]\d{1,2}:\d\d.{0,12}$/)),
        (text) => {
          const date = parseWrittenDate(text, "Asia/Shanghai");
          assert.ok(date === null || !Number.isNaN(date.instant.getTime()));
        },
      ),
    );
  });
  it("assertTimeZone rejects an unknown time zone", () => {
    assert.throws(
      () => assertTimeZone("Mars/Olympus"),
      /expected an IANA time zone such as Asia\/Shanghai, got “Mars\/Olympus”/,
    );
  });
});

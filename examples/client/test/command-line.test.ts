// Commands, endpoint and refusals of the command line.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseInvocation } from "../src/command-line.js";
import { Failure } from "../src/failure.js";

function refusal(args: string[], url?: string): string {
  try {
    parseInvocation(args, url);
  } catch (error) {
    assert.ok(error instanceof Failure);
    assert.equal(error.exitCode, 2);
    return error.message;
  }
  throw new Error(`Expected a refusal of ${args.join(" ")}, got a command.`);
}

test("asks for help where no command is given", () => {
  assert.equal(parseInvocation([], undefined).command.name, "help");
  assert.equal(parseInvocation(["list", "--help"], undefined).command.name, "help");
});

test("reads a category path, a page size and a cursor", () => {
  const { command } = parseInvocation(["list", "linux/network", "--first", "5", "--after", "abc"], undefined);
  assert.deepEqual(command, { name: "list", categoryPath: "linux/network", first: 5, after: "abc" });
});

test("reads the whole site in pages of 20 where nothing else is said", () => {
  const { command } = parseInvocation(["list"], undefined);
  assert.deepEqual(command, { name: "list", categoryPath: undefined, first: 20, after: undefined });
});

test("asks the server that COLOPHON_URL names, else the one on this machine", () => {
  const byDefault = parseInvocation(["show", "a"], undefined).endpoint;
  assert.deepEqual([byDefault.url.href, byDefault.isPersisted], ["http://127.0.0.1:4000/graphql", false]);
  const named = parseInvocation(["show", "a", "--persisted"], "https://blog.example.org/graphql").endpoint;
  assert.deepEqual([named.url.href, named.isPersisted], ["https://blog.example.org/graphql", true]);
});

test("says what was expected and what came", () => {
  assert.match(refusal(["print"]), /list or show, got print/);
  assert.match(refusal(["show"]), /slug of a post/);
  assert.match(refusal(["show", "a", "b"]), /got also b/);
  assert.match(refusal(["show", "a", "--first", "3"]), /with list only/);
  assert.match(refusal(["list", "--first", "0"]), /1 to 100, got 0/);
  assert.match(refusal(["list", "--first", "1e1"]), /got 1e1/);
  assert.match(refusal(["list", "--last", "3"]), /--last/);
  assert.match(refusal(["list"], "localhost:4000"), /http or https URL, got localhost:4000/);
});

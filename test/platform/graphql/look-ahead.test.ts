// Look-ahead finds every field that a query may select on an object, however the query is written.
import assert from "node:assert/strict";
import { it } from "node:test";
import { type FragmentDefinitionNode, Kind, type OperationDefinitionNode, parse } from "graphql";
import { type SelectedFields, selectionOf } from "../../../src/platform/graphql/look-ahead.js";

function infoOf(text: string, field = "root") {
  const { definitions } = parse(text);
  const operation = definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION) as OperationDefinitionNode;
  const fragments = Object.fromEntries(
    definitions
      .filter((definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );
  const fieldNodes = operation.selectionSet.selections.filter(
    (selection) => selection.kind === Kind.FIELD && selection.name.value === field,
  );
  return { fieldNodes, fragments } as Parameters<typeof selectionOf>[0];
}

const namesOf = (selection: SelectedFields): string[] => [...selection.names].sort();

it("look-ahead includes fields behind aliases, fragments, inline fragments and directives", () => {
  const selection = selectionOf(
    infoOf(`query ($no: Boolean!) { root { a one: b two: b { x } ...F ... on T { c @include(if: $no) } ... @skip(if: $no) { d } } }
      fragment F on T { e b { y ...G } } fragment G on B { z }`),
  );
  assert.deepEqual(namesOf(selection), ["a", "b", "c", "d", "e"]);
  assert.deepEqual(namesOf(selection.at("b")), ["x", "y", "z"]);
  assert.equal(selection.at("b").has("z"), true);
  assert.deepEqual(namesOf(selection.at("absent").at("more")), []);
});

it("look-ahead merges the selections of a field that occurs several times", () => {
  const info = infoOf("{ root { a } root { b { c } } root { b { d } } }");
  assert.deepEqual(namesOf(selectionOf(info)), ["a", "b"]);
  assert.deepEqual(namesOf(selectionOf(info).at("b")), ["c", "d"]);
  const [first] = info.fieldNodes;
  assert.deepEqual(namesOf(selectionOf({ ...info, fieldNodes: first === undefined ? [] : [first] })), ["a"]);
});

it("the selection of a field is computed once for a document", () => {
  const info = infoOf("{ root { a } }");
  assert.equal(selectionOf(info), selectionOf({ ...info, fieldNodes: [...info.fieldNodes] }));
});

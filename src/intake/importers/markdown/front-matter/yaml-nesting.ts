// Refuses YAML that is nested deeper than any person writes, before it is composed. Composing recurses, and a stack that is
// all but used up does not only raise a RangeError: V8 aborts the process where it has to compile a regular expression then.
import { Lexer, Parser } from "yaml";

const MAX_OPEN_TOKENS = 100;

/** Throws a RangeError. Costs one pass of the lexer; its stack does not grow with the nesting. */
export function assertShallowYaml(source: string): void {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(source)) {
    Array.from(parser.next(lexeme));
    if (parser.stack.length > MAX_OPEN_TOKENS) throw new RangeError("it is nested too deeply");
  }
}

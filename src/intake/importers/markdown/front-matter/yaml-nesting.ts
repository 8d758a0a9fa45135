// Rejects YAML that is nested too deeply, before it is composed. Composing recurses, and with a nearly full stack V8 may abort the process
// instead of throwing a RangeError, when it has to compile a regular expression.
import { Lexer, Parser } from "yaml";

const MAX_OPEN_TOKENS = 100;

/** Throws a RangeError. It takes one pass of the lexer, whose stack does not grow with the nesting. */
export function assertShallowYaml(source: string): void {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(source)) {
    Array.from(parser.next(lexeme));
    if (parser.stack.length > MAX_OPEN_TOKENS) throw new RangeError("it is nested too deeply");
  }
}

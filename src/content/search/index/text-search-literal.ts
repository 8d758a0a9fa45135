// Writes lexemes into the text form of PostgreSQL's tsquery; no other module does. The texts are bound and then cast, and every lexeme is
// quoted, so that no user input acts as an operator.

const NEEDS_ESCAPE = /[\0\\']/;

export function quoteLexeme(lexeme: string): string {
  if (!NEEDS_ESCAPE.test(lexeme)) return `'${lexeme}'`;
  return `'${lexeme.replaceAll("\0", "").replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}

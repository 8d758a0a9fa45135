// What can go wrong for the person at the terminal, each with an exit code that a script can tell apart. Everything else
// is a fault of this program and keeps its stack.

export const exitCodes = {
  /** The server answered with GraphQL errors. */
  refused: 1,
  /** The command line or COLOPHON_URL cannot be understood. */
  misused: 2,
  /** The server has no such post or category, or does not show it. */
  notFound: 3,
  /** No GraphQL answer came at all. */
  unreachable: 4,
} as const;

export type FailureKind = keyof typeof exitCodes;

export class Failure extends Error {
  constructor(
    readonly kind: FailureKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = "Failure";
  }

  get exitCode(): number {
    return exitCodes[this.kind];
  }
}

/** The console that the server is told of. Nobody listens there: a link to it is shown to the client's person, and opened by none. */
export const CONSOLE = 'http://127.0.0.1:9';

/** Where a request is decided. */
export function approvalPageOf(requestId: unknown): string {
  return `${CONSOLE}/requests/${String(requestId)}`;
}

/** The addresses at that console in what a program prints for its person. */
export function consoleLinksIn(printed: string): readonly string[] {
  return [...printed.matchAll(/https?:\/\/[^\s"'<>]+/g)]
    .map(([link]) => link)
    .filter((link) => link.startsWith(`${CONSOLE}/`));
}

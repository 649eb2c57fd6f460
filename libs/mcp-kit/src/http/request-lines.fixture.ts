/** The lines of a whole request, as they go over the wire; a test breaks one of them. */
export interface RequestLines {
  /** With more headers after its own. */
  readonly more: (...headers: readonly string[]) => readonly string[];
  /** With the one line that this matches replaced by these. */
  readonly changed: (line: RegExp, ...by: readonly string[]) => readonly string[];
}

export function requestLines(host: string, token: string, body: string): RequestLines {
  const more = (...headers: readonly string[]): readonly string[] => [
    'POST /mcp HTTP/1.1',
    `Host: ${host}`,
    `Authorization: Bearer ${token}`,
    'Content-Type: application/json',
    'Accept: application/json, text/event-stream',
    'MCP-Protocol-Version: 2026-07-28',
    'Mcp-Method: tools/call',
    'Mcp-Name: echo',
    `Content-Length: ${Buffer.byteLength(body).toString()}`,
    'Connection: close',
    ...headers,
    '',
    body,
  ];
  const changed = (line: RegExp, ...by: readonly string[]): readonly string[] => {
    const whole = more();
    if (whole.filter((one) => line.test(one)).length !== 1) throw new Error(`not one line matches ${line.source}`);
    return whole.flatMap((one) => (line.test(one) ? by : [one]));
  };
  return { more, changed };
}

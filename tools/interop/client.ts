/** A tool's answer, as far as a client shows it. */
export interface Answer {
  readonly isError: boolean;
  readonly structured: Readonly<Record<string, unknown>> | undefined;
  readonly text: string;
}

/** A client that has signed in at a server and stays there. */
export interface Connected {
  /** The revision that the two of them speak. */
  readonly protocol: string;
  toolNames(): Promise<readonly string[]>;
  call(name: string, args: Readonly<Record<string, unknown>>): Promise<Answer>;
  read(uri: string): Promise<string>;
  /** How often its person was shown a form. */
  readonly forms: number;
  /** Where its person was asked to go, each time: the addresses as the client has them. */
  readonly links: readonly string[];
  close(): Promise<void>;
}

/** What a client was sent to its person’s browser for: the scopes, each time. */
export interface SignIns {
  readonly asked: readonly (readonly string[])[];
}

/** A client as it is installed, before it knows anything of the server but its address. */
export interface Client {
  readonly name: string;
  readonly version: string;
  /** The one setting that makes this a row of its own. */
  readonly setting: string;
  /** Signs in where it is asked to, as its person would, and connects. With `scope` its configuration asks for these from the start. */
  connect(
    url: string,
    scope: string | undefined,
  ): Promise<{ readonly connected: Connected; readonly signIns: SignIns }>;
}

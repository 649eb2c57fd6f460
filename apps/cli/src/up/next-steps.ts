/** What a person does next, after everything is up. */
export const NEXT_STEPS: readonly string[] = [
  '',
  'Everything is up. Next:',
  '',
  '1. Add the servers to your MCP host. This prints what to paste, and where:',
  '     npx supercargo host-config all --as mara@acme',
  '   One of them, or another host: npx supercargo host-config inventory --as mara@acme --host vscode',
  '',
  '2. Ask it: “Give me my morning briefing: what will run out, what is late, what waits for me?”',
  '   then:   “Reorder what you suggest of COF-1KG, into HAM-1.”  It will wait for a person:',
  '           npx supercargo requests list',
  '',
  'Or watch the whole day first: npx supercargo tour --yes',
  'Any list as a file:           npx supercargo export csv list_low_stock --as mara@acme',
];

/** And where the servers are reached over HTTP as well, and people decide in the console. */
export const httpSteps = (console: string): readonly string[] => [
  '',
  `Decide in a browser:          ${console}/requests, signed in as another person than asked, such as felix@acme`,
  'Over HTTP:                    npx supercargo host-config all --http --host vscode',
  'A token, for anything else:   npx supercargo token --as mara --for inventory',
  'Passwords of the demo people: identity/passwords.json in the home that npx supercargo status names',
];

import type { Home } from '@supercargo/cluster';
import { hostDocument, launchCommand, WHERE_TO_PASTE } from '../host-config.ts';

/** What a person does next, after everything is up. */
export function nextSteps(home: Home): readonly string[] {
  const launch = launchCommand(home, 'inventory', 'mara@acme', 'claude-desktop');
  const document = JSON.stringify(hostDocument('claude-desktop', { 'supercargo-inventory': launch }), null, 2);
  return [
    '',
    'Everything is up. Next:',
    '',
    '1. Add the Inventory server to your MCP host:',
    ...document.split('\n').map((line) => `     ${line}`),
    `   ${WHERE_TO_PASTE['claude-desktop']}`,
    '   For other hosts: npx supercargo host-config inventory --as mara@acme --host vscode',
    '',
    '2. Ask it: “What will run out before we can get more of it?”',
    '   then:   “Reorder what you suggest of COF-1KG, into HAM-1.”  It will wait for a person:',
    '           npx supercargo requests list',
    '',
    'Or watch the whole story first: npx supercargo tour --yes',
    'Any list as a file:             npx supercargo export csv list_low_stock --as mara@acme',
  ];
}

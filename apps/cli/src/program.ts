import { Command } from 'commander';
import { addAudit } from './commands/audit.ts';
import { addDoctor } from './commands/doctor.ts';
import { addDown } from './commands/down.ts';
import { addEvents } from './commands/events.ts';
import { addExport } from './commands/export.ts';
import { addHostConfig } from './commands/host-config.ts';
import { addImport } from './commands/import.ts';
import { addKillSwitch } from './commands/kill-switch.ts';
import { addPosture } from './commands/posture.ts';
import { addRequests } from './commands/requests.ts';
import { addStatus } from './commands/status.ts';
import { addStdio } from './commands/stdio.ts';
import { addToken } from './commands/token.ts';
import { addTour } from './commands/tour.ts';
import { addUp } from './commands/up.ts';
import type { Outside } from './outside.ts';

/** What a command is given to register itself: where it writes, and how it says its exit code when that is not 0. */
export interface Context {
  readonly outside: Outside;
  readonly endWith: (code: number) => void;
}

/** Every command, in the order a person meets them. */
const COMMANDS: readonly ((program: Command, context: Context) => void)[] = [
  addUp,
  addTour,
  addHostConfig,
  addStdio,
  addToken,
  addRequests,
  addAudit,
  addKillSwitch,
  addEvents,
  addImport,
  addExport,
  addStatus,
  addDoctor,
  addPosture,
  addDown,
];

const EXAMPLES = `
Examples:
  npx supercargo up --detach                          start everything and return
  npx supercargo tour --yes                           watch a morning: what runs out, an order, its approval
  npx supercargo host-config inventory --as mara@acme what to paste into an MCP host
  npx supercargo requests list                        what waits for a person
  npx supercargo requests approve <id> --as felix     decide, with felix's own secret

Exit codes: 0 done, 1 refused or failed, 2 a command line that cannot be followed.`;

export function programOf(outside: Outside, endWith: (code: number) => void): Command {
  const program = new Command('supercargo')
    .description('MCP servers that let AI agents run a supply chain, under the controls its owners insist on.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        outside.raw(text);
      },
      writeErr: (text) => {
        outside.err(text.trimEnd());
      },
    })
    .showHelpAfterError('(add --help for what is accepted)')
    .addHelpText('after', EXAMPLES);
  for (const add of COMMANDS) add(program, { outside, endWith });
  return program;
}

/** The end of a command's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  npx supercargo ${line}`).join('\n')}`;
}

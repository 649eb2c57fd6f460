// The official conformance suite against the servers of this checkout, behind sign-in: see USAGE.
import { join } from 'node:path';
import { SERVERS } from '@supercargo/kernel';
import { openCompany } from '../signed-in/company.ts';
import { ownServer, type ServerProgram } from '../signed-in/server-process.ts';
import { readOptions, USAGE, type Options } from './options.ts';
import { reportLines } from './report.ts';
import { checkAll, SUITE_SERVER } from './run.ts';
import { listScenarios } from './suite.ts';
import { unknownScenarios } from './verdict.ts';

const say = (line: string): void => {
  console.error(`${new Date().toISOString().slice(11, 19)} ${line}`);
};

/** The server with the suite's tools first: whatever is wrong is most likely seen there. */
async function programs({ server = SERVERS }: Options): Promise<readonly ServerProgram[]> {
  const others = SERVERS.filter((name) => name !== SUITE_SERVER && server.includes(name));
  const extended = { ...(await ownServer(SUITE_SERVER)), main: join(import.meta.dirname, 'server.ts') };
  return [extended, ...(await Promise.all(others.map(ownServer)))];
}

async function run(options: Options): Promise<boolean> {
  const [server, authorization] = [await listScenarios('server'), await listScenarios('authorization')];
  const unknown = unknownScenarios(server, authorization);
  const company = await openCompany(await programs(options), say);
  try {
    const outcomes = await checkAll(company, say);
    const passed = unknown.length === 0 && outcomes.every(({ problems }) => problems.length === 0);
    const lines = options.json ? [JSON.stringify({ passed, unknown, outcomes })] : reportLines(outcomes, unknown);
    console.log(lines.join('\n'));
    return passed;
  } finally {
    say('stopping');
    await company.close();
  }
}

const options = readOptions(process.argv.slice(2), SERVERS);
if (options === undefined || options.help) {
  console.log(USAGE);
  process.exitCode = options === undefined ? 2 : 0;
} else {
  process.exitCode = (await run(options)) ? 0 : 1;
}

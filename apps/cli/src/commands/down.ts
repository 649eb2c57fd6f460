import { homeOf, stopDatabase, stopRail } from '@supercargo/cluster';
import type { Command } from 'commander';
import { stopHttp } from '../http/stop-http.ts';
import { json } from '../print.ts';
import { examples, type Context } from '../program.ts';
import { runningWorkers } from '../workers/running.ts';
import { stopWorkers } from '../workers/stop.ts';

export function addDown(program: Command, { outside }: Context): void {
  program
    .command('down')
    .description(
      'Stop the console, the servers over HTTP, the workers, the sandbox rail and the database. Nothing is lost; npx supercargo up goes on where it was.',
    )
    .option('--keep-database', 'leave the database running', false)
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', examples('down', 'down --keep-database'))
    .action(async (options: { keepDatabase: boolean; json: boolean }) => {
      const home = homeOf(outside.env);
      const http = await stopHttp(home);
      const workers = await runningWorkers(home);
      await stopWorkers(home, workers);
      const rail = (await stopRail(home)) ? 'stopped' : 'not running';
      const database = options.keepDatabase ? 'kept' : await stopDatabase(home);
      if (options.json) {
        const identity = http.identity ? 'stopped' : 'not running';
        const console = http.console ? 'stopped' : 'not running';
        outside.out(json({ http: http.servers, console, identity, workers, rail, database }));
        return;
      }
      if (http.servers.length > 0) outside.out(`http: stopped ${http.servers.map(({ server }) => server).join(', ')}`);
      if (http.console) outside.out('console: stopped');
      if (http.identity) outside.out('sign-in: stopped');
      outside.out(
        workers.length === 0
          ? 'workers: none was running'
          : `workers: stopped ${workers.map(({ server }) => server).join(', ')}`,
      );
      outside.out(`rail: ${rail}`);
      outside.out(`database: ${database}`);
    });
}

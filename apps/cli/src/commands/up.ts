import { readState, stopDatabase, stopRail } from '@supercargo/cluster';
import type { Command } from 'commander';
import { stopHttp } from '../http/stop-http.ts';
import { examples, type Context } from '../program.ts';
import { followLogs } from '../up/follow-logs.ts';
import { httpSteps, NEXT_STEPS } from '../up/next-steps.ts';
import { jsonDocument, lines } from '../up/progress.ts';
import { startAll } from '../up/start-all.ts';
import { runningWorkers } from '../workers/running.ts';
import { stopWorkers } from '../workers/stop.ts';

export function addUp(program: Command, { outside }: Context): void {
  program
    .command('up')
    .description(
      'Start everything: the database, the demo companies, the workers, the servers over HTTP behind a sign-in, the console where people decide. Safe to repeat; loses nothing.',
    )
    .option('-d, --detach', 'return when all is ready, and leave it running', false)
    .option(
      '--no-http',
      'serve nothing over HTTP, and start no authorization server and no console; what runs of them already stays',
    )
    .option('--json', 'print one JSON document; implies --detach', false)
    .addHelpText(
      'after',
      examples(
        'up            stay and follow the logs; Ctrl-C stops everything',
        'up --detach',
        'up --no-http --detach',
      ),
    )
    .action(async (options: { detach: boolean; http: boolean; json: boolean }) => {
      const progress = options.json ? jsonDocument(outside) : lines(outside);
      const home = await startAll(outside, progress, options.http);
      progress.end();
      if (options.json) return;
      const { url = '' } = (await readState(home)).console ?? {};
      for (const line of [...NEXT_STEPS, ...(options.http ? httpSteps(url) : [])]) outside.out(line);
      if (options.detach) {
        outside.out('It runs in the background. Stop it with: npx supercargo down');
        return;
      }
      outside.out('Following the workers. Ctrl-C stops everything; npm start -- --detach leaves it running.\n');
      const stop = new AbortController();
      const following = followLogs(outside, home, stop.signal);
      await outside.waitForInterrupt();
      stop.abort();
      await following;
      outside.out('stopping …');
      await stopHttp(home);
      await stopWorkers(home, await runningWorkers(home));
      await stopRail(home);
      await stopDatabase(home);
      outside.out('stopped; npm start goes on where it was');
    });
}

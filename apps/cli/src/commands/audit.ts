import type { Command } from 'commander';
import { explain, explanationLines } from '../audit/explain.ts';
import { entryDocument, entryLine, follow, latest } from '../audit/tail.ts';
import { withDoor } from '../doors.ts';
import type { Outside } from '../outside.ts';
import { json } from '../print.ts';
import { examples, type Context } from '../program.ts';
import { requestId } from '../requests/decide.ts';
import { tenantOf } from '../who.ts';
import { limitOf } from './requests.ts';

const tailMax = 1_000;

interface TailOptions {
  readonly tenant?: string;
  readonly follow: boolean;
  readonly limit: number;
  readonly json: boolean;
}

async function tail(outside: Outside, options: TailOptions): Promise<void> {
  const tenant = tenantOf(options);
  await withDoor(outside, 'supercargo_auditor', async (door) => {
    const entries = await latest(door, tenant, options.limit);
    // One document a line, so that what follows can be read as it comes.
    const line = options.json
      ? (entry: (typeof entries)[number]): string => JSON.stringify(entryDocument(entry))
      : entryLine;
    for (const entry of entries) outside.out(line(entry));
    if (!options.follow) return;
    const stop = new AbortController();
    const following = follow(
      door,
      tenant,
      entries,
      (entry) => {
        outside.out(line(entry));
      },
      stop.signal,
    );
    await Promise.race([outside.waitForInterrupt(), following]);
    stop.abort();
    await following;
  });
}

async function explainRequest(
  outside: Outside,
  id: string,
  options: { tenant?: string; json: boolean },
): Promise<void> {
  const tenant = tenantOf(options);
  const explanation = await withDoor(outside, 'supercargo_auditor', (door) => explain(door, tenant, requestId(id)));
  if (!options.json) {
    for (const line of explanationLines(explanation)) outside.out(line);
    return;
  }
  const story = explanation.story.map(({ at, kind, text, entryId }) => ({ at, kind, text, entry_id: entryId }));
  outside.out(json({ tenant, request_id: id, state: explanation.request?.state ?? null, story }));
}

export function addAudit(program: Command, { outside }: Context): void {
  const audit = program
    .command('audit')
    .description('What was done, by whom, under whose approval: the record, read only.')
    .addHelpText('after', examples('audit tail --follow', 'audit explain <request-id>'));
  audit
    .command('tail')
    .description('The latest records of a company, oldest first.')
    .option('--tenant <tenant>', 'the company (default: acme)')
    .option('-f, --follow', 'go on with new ones until Ctrl-C', false)
    .option('--limit <count>', 'at most this many', limitOf(tailMax), 20)
    .option('--json', 'one JSON document a line, whole', false)
    .addHelpText('after', examples('audit tail --tenant tour --limit 50', 'audit tail --follow --json'))
    .action((options: TailOptions) => tail(outside, options));
  audit
    .command('explain')
    .description('The story of one request in words; each sentence comes from a record.')
    .argument('<request-id>', 'the request id')
    .option('--tenant <tenant>', 'the company (default: acme)')
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', examples('audit explain 0199a2b4-…', 'audit explain 0199a2b4-… --tenant tour --json'))
    .action((id: string, options: { tenant?: string; json: boolean }) => explainRequest(outside, id, options));
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SERVERS } from '@supercargo/kernel';
import { expect, test } from 'vitest';
import type { Failure } from './play.ts';
import { PLOTS } from './plots/all.ts';
import type { Plot } from './plots/plot.ts';
import { run } from './run.ts';
import { openWorld } from './world.ts';

/** How often each step is played here; `npm run crash` plays it as often as one likes. */
const repetitionsOf = ({ name }: Plot): number => (name.startsWith('reorder') ? 2 : 1);

/** A step that changed its name, or that is no longer there, must be looked at by somebody. */
const MUST_DIE_AT = ['approval_ask', 'approval_consent', 'approval_decide_by_secret', 'audit_write', 'events_take'];

test('kill -9 at each step of ask, approve, execute and consume leaves one effect and one outcome, of every server', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'supercargo-crash-'));
  const world = await openWorld(folder, 'full');
  const played = new Map<string, number>();
  const failures: Failure[] = [];
  const names: string[] = [];
  try {
    for (const plot of PLOTS) {
      await run(world, {
        plots: [plot],
        repetitions: repetitionsOf(plot),
        seed: 1,
        only: undefined,
        played: (step) => played.get(step) ?? 0,
        stop: new AbortController().signal,
        onSteps: (_plot, steps) => names.push(...steps.map(({ name }) => name)),
        onRound: (round) => {
          for (const { step } of round.played) played.set(step.name, (played.get(step.name) ?? 0) + 1);
          failures.push(...round.failures);
        },
      });
      const own = names.filter((name) => name.startsWith(`${plot.name}/`));
      expect(own.length, plot.name).toBeGreaterThan(5);
      expect(own.filter((name) => played.get(name) !== repetitionsOf(plot))).toStrictEqual([]);
    }
  } finally {
    await world.close('remove');
    rmSync(folder, { recursive: true, force: true });
  }
  expect(failures).toStrictEqual([]);
  const tools = PLOTS.flatMap(({ told }) => (told.kind === 'request' ? [told.tool] : []));
  for (const part of [...MUST_DIE_AT, ...tools]) {
    expect(
      names.some((name) => name.includes(part)),
      part,
    ).toBe(true);
  }
  expect(new Set(PLOTS.map(({ server }) => server))).toStrictEqual(new Set(SERVERS));
}, 600_000);

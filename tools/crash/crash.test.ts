import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SERVERS } from '@supercargo/kernel';
import { expect, test } from 'vitest';
import type { Failure } from './play.ts';
import { overHttp, PLOTS } from './plots/all.ts';
import { SCENARIOS } from './plots/plot.ts';
import { run } from './run.ts';
import { sampleOf, samplePlots } from './sample.ts';
import { openWorld } from './world.ts';

/** A step that changed its name, or that is no longer there, must be looked at by somebody. */
const MUST_DIE_AT = [
  ...[
    'approval_ask-',
    'approval_consent',
    'approval_decide_by_secret',
    'audit_write',
    'events_take',
    'approval_ask_born',
  ],
  ...['approval_claim', 'settle_payments.settle_release', 'settle_payments.settle_refund', 'mark_unknown'],
];
/** It took 516 s where some twenty other programs wanted the same two cores. */
const LIMIT_MS = 1_200_000;

// `npm run crash` plays every step, as often as one likes; here a sample of each kind of story is enough to notice that a control broke.
test(
  'kill -9 where ask, approve, execute, pay and consume take effect leaves one effect and one outcome, of every server',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'supercargo-crash-'));
    const world = await openWorld(folder, 'full');
    const played = new Map<string, number>();
    const failures: Failure[] = [];
    const names: string[] = [];
    const plots = [...samplePlots(PLOTS), ...PLOTS.filter(({ name }) => name === 'reorder').map(overHttp)];
    try {
      await run(world, {
        plots,
        repetitions: 1,
        seed: 1,
        only: undefined,
        sample: sampleOf,
        played: (step) => played.get(step) ?? 0,
        stop: new AbortController().signal,
        onSteps: (_plot, steps) => names.push(...steps.map(({ name }) => name)),
        onRound: (round) => {
          for (const { step } of round.played) played.set(step.name, (played.get(step.name) ?? 0) + 1);
          failures.push(...round.failures);
        },
      });
    } finally {
      await world.close('remove');
      rmSync(folder, { recursive: true, force: true });
    }
    expect(failures).toStrictEqual([]);
    expect(names.filter((name) => played.get(name) !== 1)).toStrictEqual([]);
    expect(new Set(names.map((name) => name.split('/')[0]))).toStrictEqual(new Set(plots.map(({ name }) => name)));
    expect(new Set(names.map((name) => name.split('/')[1]))).toStrictEqual(new Set(SCENARIOS));
    for (const part of MUST_DIE_AT) {
      expect(
        names.some((name) => name.includes(part)),
        part,
      ).toBe(true);
    }
    expect(new Set(plots.map(({ server }) => server))).toStrictEqual(new Set(SERVERS));
  },
  LIMIT_MS,
);

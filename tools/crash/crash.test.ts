import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Failure } from './play.ts';
import { AT_ONCE_MAX, run } from './run.ts';
import { openWorld } from './world.ts';

const repetitions = 2;

test('kill -9 at each step of ask, approve and execute leaves one purchase order and one outcome', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'supercargo-crash-'));
  const world = await openWorld(folder, 'full', Math.max(...Object.values(AT_ONCE_MAX)));
  const played = new Map<string, number>();
  const failures: Failure[] = [];
  let names: readonly string[] = [];
  try {
    await run(world, {
      repetitions,
      seed: 1,
      only: undefined,
      played: (step) => played.get(step) ?? 0,
      stop: new AbortController().signal,
      onSteps: (steps) => (names = steps.map(({ name }) => name)),
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
  expect(names.length).toBeGreaterThan(100);
  // A step that changed its name, or that is no longer there, must be looked at by somebody.
  for (const part of [
    'approval_ask',
    'approval_consent',
    'approval_decide_by_secret',
    'create_reorder',
    'audit_write',
  ]) {
    expect(
      names.some((name) => name.includes(part)),
      part,
    ).toBe(true);
  }
  expect(names.filter((name) => played.get(name) !== repetitions)).toStrictEqual([]);
}, 300_000);

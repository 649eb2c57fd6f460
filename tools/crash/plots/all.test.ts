import type { ServerDefinition } from '@supercargo/mcp-kit';
import { beforeAll, expect, test } from 'vitest';
import { serverDefinition, serverNames } from '../../servers.ts';
import { PLOTS } from './all.ts';
import { SCENARIOS, type Plot } from './plot.ts';

let definitions: readonly ServerDefinition[];
beforeAll(async () => {
  definitions = await Promise.all(serverNames().map(serverDefinition));
});

/** What each server can do to a trade, as `server.tool`. */
const writes = (): readonly string[] =>
  definitions.flatMap(({ name, tools }) =>
    tools.filter(({ effect }) => effect === 'write').map((tool) => `${name}.${tool.name}`),
  );

const writeOf = ({ server, told }: Plot): string | undefined =>
  told.kind === 'request' ? `${server}.${told.tool}` : undefined;

test('every write of every server has a plot', () => {
  const told = new Set(PLOTS.map(writeOf).filter((write) => write !== undefined));
  const forgotten = writes().filter((write) => !told.has(write));
  expect(forgotten, 'each needs a row in tools/crash/plots/writes/<server>.ts').toStrictEqual([]);
  expect([...told].filter((write) => !writes().includes(write))).toStrictEqual([]);
});

test('in the plots of each write every program dies, and PostgreSQL under each', () => {
  for (const write of writes()) {
    const scenarios = PLOTS.filter((plot) => writeOf(plot) === write).flatMap((plot) => plot.scenarios);
    expect(new Set(scenarios), write).toStrictEqual(new Set(SCENARIOS));
  }
});

test('every event that a server consumes has a plot in which its worker consumes it', () => {
  const consumed = definitions.flatMap(({ name, consumers = [] }) => consumers.map(({ topic }) => `${name} ${topic}`));
  const told = PLOTS.flatMap(({ server, told, bears }) => {
    if (told.kind === 'event') return [`${server} ${told.topic}`];
    // What is proposed is told of by its own server, whose worker asks for the release.
    return bears === undefined ? [] : [`${server} payment.proposed`];
  });
  expect(new Set(told)).toStrictEqual(new Set(consumed));
});

test('no two plots have one name', () => {
  const names = PLOTS.map(({ name }) => name);
  expect(names).toStrictEqual([...new Set(names)]);
});

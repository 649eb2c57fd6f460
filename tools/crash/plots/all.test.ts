import { withCustomers, type ServerDefinition } from '@supercargo/mcp-kit';
import { beforeAll, expect, test } from 'vitest';
import { serverDefinition, serverNames } from '../../servers.ts';
import { PLOTS } from './all.ts';
import { SCENARIOS, type Plot } from './plot.ts';

let definitions: readonly ServerDefinition[];
beforeAll(async () => {
  definitions = await Promise.all(serverNames().map(serverDefinition));
});

/** What each server can do to a trade, for the staff and for customers, as `server.tool`. */
const writes = (): readonly string[] => definitions.map(withCustomers).flatMap(writesOf);

const writesOf = ({ name, tools }: Pick<ServerDefinition, 'name' | 'tools'>): readonly string[] =>
  tools.filter(({ effect }) => effect === 'write').map((tool) => `${name}.${tool.name}`);

const writeOf = ({ server, told }: Plot): string | undefined =>
  told.kind === 'request' && told.ends === undefined ? `${server}.${told.tool}` : undefined;

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

test.each([
  ['withdrawn', 'server'],
  ['rejected', 'terminal'],
] as const)('a request of every server is %s while the %s dies, and PostgreSQL under it', (ends, program) => {
  const told = PLOTS.filter((plot) => plot.told.kind === 'request' && plot.told.ends === ends);
  expect(told.map(({ server }) => server).toSorted()).toStrictEqual(definitions.map(({ name }) => name).toSorted());
  for (const { scenarios } of told) expect(scenarios).toStrictEqual([program, `postgres-under-${program}`]);
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

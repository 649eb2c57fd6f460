import { expect, test } from 'vitest';
import { RefusalCounts } from './refusal-counts.ts';

test('refusals are told by reason, with how many there were and from how many addresses, and told once', () => {
  const counts = new RefusalCounts();
  for (const address of ['a', 'b', 'a']) counts.add({ reason: 'no_credentials', status: 401, address });
  counts.add({ reason: 'host_unknown', status: 403, address: 'a' });
  expect(counts.take()).toEqual([
    { reason: 'no_credentials', status: 401, refusals: 3, addresses: 2 },
    { reason: 'host_unknown', status: 403, refusals: 1, addresses: 1 },
  ]);
  expect(counts.take()).toEqual([]);
});

test('whoever sends from ever new addresses fills nothing', () => {
  const counts = new RefusalCounts();
  for (let at = 0; at < 5_000; at += 1) counts.add({ reason: 'path', status: 404, address: `${at}` });
  for (let at = 0; at < 500; at += 1) counts.add({ reason: `reason ${at}`, status: 400, address: 'a' });
  const told = counts.take();
  expect(told[0]).toEqual({ reason: 'path', status: 404, refusals: 5_000, addresses: 1_000 });
  expect(told).toHaveLength(200);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judge, type Claim, type Rule } from './verdict.ts';

const eur = (minor: bigint): Rule['limit'] => ({ minor, currency: 'EUR' });
const RULE: Rule = { windowDays: 14, restockingBp: 1_000, limit: eur(500_00n) };
const CLAIM: Claim = {
  currency: 'EUR',
  deliveredOn: '2026-11-01',
  requestedAt: new Date('2026-11-10T08:00:00Z'),
  lines: [{ valueMinor: 89_00n, rule: RULE }],
};

test('what came in time is given back less what restocking costs', () => {
  expect(judge(CLAIM)).toEqual({
    ...{ window: 'inside', daysAfterDelivery: 9, windowDays: 14, isAboveLimit: false },
    ...{ value: eur(89_00n), restockingFee: eur(8_90n), refund: eur(80_10n), limit: eur(500_00n) },
  });
});

test.each([
  ['2026-11-15T23:59:59.999Z', 'inside', 14],
  ['2026-11-16T00:00:00.000Z', 'outside', 15],
  ['2026-10-30T12:00:00.000Z', 'inside', -2],
] as const)('asked for at %s it is %s the window, %d days after delivery', (at, window, days) => {
  expect(judge({ ...CLAIM, requestedAt: new Date(at) })).toMatchObject({ window, daysAfterDelivery: days });
});

test('without a day of delivery nobody knows, and the refund is that of the policy all the same', () => {
  expect(judge({ ...CLAIM, deliveredOn: null })).toMatchObject({
    ...{ window: 'unknown', daysAfterDelivery: null, refund: eur(80_10n) },
  });
});

test('a line without a rule leaves the whole without a verdict, and so does no line', () => {
  const nothing = { window: 'no_rule', windowDays: null, refund: null, restockingFee: null, isAboveLimit: null };
  expect(judge({ ...CLAIM, lines: [...CLAIM.lines, { valueMinor: 1n, rule: null }] })).toMatchObject(nothing);
  expect(judge({ ...CLAIM, lines: [] })).toMatchObject({ ...nothing, value: eur(0n) });
});

test('the strictest window and limit of its lines are those of the whole', () => {
  const strict = { windowDays: 0, restockingBp: 5_000, limit: eur(100_00n) };
  const both = judge({ ...CLAIM, lines: [...CLAIM.lines, { valueMinor: 20_00n, rule: strict }] });
  expect(both).toMatchObject({ window: 'outside', windowDays: 0, limit: eur(100_00n), isAboveLimit: true });
  expect(both.refund).toEqual(eur(80_10n + 10_00n));
});

test.each([
  [500_00n, false],
  [500_01n, true],
])('%d cents against a limit of 500.00 is above it: %s', (valueMinor, isAboveLimit) => {
  expect(judge({ ...CLAIM, lines: [{ valueMinor, rule: RULE }] }).isAboveLimit).toBe(isAboveLimit);
});

test('a limit in another currency says nothing', () => {
  const dollars = { ...RULE, limit: { minor: 1n, currency: 'USD' } };
  expect(judge({ ...CLAIM, lines: [{ valueMinor: 89_00n, rule: dollars }] })).toMatchObject({
    ...{ limit: null, isAboveLimit: null },
  });
});

test('what is kept and what is given back are the value, and neither is below nothing', () => {
  const line = fc.record({ valueMinor: fc.bigInt(0n, 10n ** 15n), bp: fc.integer({ min: 0, max: 10_000 }) });
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 50 }), (lines) => {
      const claimed = lines.map(({ valueMinor, bp }) => ({ valueMinor, rule: { ...RULE, restockingBp: bp } }));
      const { value, refund, restockingFee } = judge({ ...CLAIM, lines: claimed });
      expect((refund?.minor ?? -1n) + (restockingFee?.minor ?? -1n)).toBe(value.minor);
      expect(refund?.minor ?? -1n).toBeGreaterThanOrEqual(0n);
      expect(restockingFee?.minor ?? -1n).toBeGreaterThanOrEqual(0n);
    }),
  );
});

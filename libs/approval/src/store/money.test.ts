import { decimal } from '@supercargo/kernel';
import { testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';

const database = await testDatabase();

test('the database says every amount as programs do, in every currency', async () => {
  const currencies = Intl.supportedValuesOf('currency');
  const rows = await database.admin<{ currency: string; said: string }>(
    `select currency, approval.money(minor, currency) as said
     from unnest($1::text[]) currency cross join (values ('0'), ('5'), ('1250'), ('999999999999999')) amounts (minor)`,
    [currencies],
  );
  const amounts = [0n, 5n, 1250n, 999_999_999_999_999n];
  const expected = currencies.flatMap((currency) =>
    amounts.map((minor) => `${decimal({ minor, currency })} ${currency}`),
  );
  expect(rows.map(({ said }) => said).toSorted()).toEqual(expected.toSorted());
});

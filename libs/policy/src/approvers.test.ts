import { SERVERS } from '@supercargo/kernel';
import { testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { APPROVER_ROLES } from './approvers.ts';

const database = await testDatabase();

test('who may approve is what the database judges by, of every server', async () => {
  const rows = await database.admin<{ server: string; role: string }>('select server, role from policy.approver_role');
  const written = SERVERS.flatMap((server) => APPROVER_ROLES[server].map((role) => `${server} ${role}`));
  expect(rows.map(({ server, role }) => `${server} ${role}`).sort()).toStrictEqual(written.sort());
});

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freshHome } from '../test/processes.ts';
import { adminConfig, databaseUrl, externalAddress, type DatabaseAddress } from './address.ts';
import { ensureDatabase } from './cluster.ts';
import { withClient } from './connection.ts';
import { placeOf, socketFolderOf } from './place.ts';

test('is reached by a socket that no other account may use, and by its port', async () => {
  const home = await freshHome(onTestFinished);
  const address = await ensureDatabase({ home, env: {}, durability: 'test' });
  const serverOf = async (by: DatabaseAddress): Promise<unknown> =>
    withClient({ ...adminConfig(by, {}, home), database: 'postgres' }, async (client) => {
      const { rows } = await client.query<{ server: string | null }>('select host(inet_server_addr()) as server');
      return rows[0]?.server;
    });
  const { folder } = await placeOf(home);
  expect(address.socketFolder).toBe(socketFolderOf({ folder }));
  expect((await stat(join(folder, `.s.PGSQL.${address.port.toString()}`))).mode & 0o777).toBe(0o700);
  expect(await serverOf(address)).toBeNull();
  expect(await serverOf({ ...address, socketFolder: undefined })).toBe('127.0.0.1');
  expect(externalAddress({ DATABASE_URL: databaseUrl(address) })?.host).toBe(folder);
});

test.each([
  ['/var/lib/supercargo/0123456789abcdef', true],
  ['/home/mara/super cargo/.supercargo/postgres', true],
  ['/home/mara/a,b/postgres', false],
  ['/home/mara/o’hara/postgres', false],
  ["/home/mara/o'hara/postgres", false],
  [`/home/${'m'.repeat(90)}/postgres`, false],
])('%s: a socket is made there only where its path is plain and short', (folder, made) => {
  expect(socketFolderOf({ folder })).toBe(made ? folder : undefined);
});

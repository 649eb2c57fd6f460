import { expect, test } from 'vitest';
import { nodeBinary, serverEnv, serverMain, serverNamed } from './servers.ts';

test('a server’s process is given no other program’s database password, and no port that all would take', () => {
  const env = {
    PATH: '/bin',
    DATABASE_URL: 'postgresql://db/supercargo',
    DATABASE_ADMIN_URL: 'postgresql://root:secret@db/supercargo',
    DATABASE_PASSWORD_INVENTORY: 'own',
    DATABASE_PASSWORD_TERMINAL: 'another',
    DATABASE_PASSWORD_IMPORTER_FILE: 'a file',
    SUPERCARGO_METRICS_PORT: '9464',
  };
  expect(serverEnv(env, 'inventory', '/home')).toStrictEqual({
    PATH: '/bin',
    DATABASE_URL: 'postgresql://db/supercargo',
    DATABASE_PASSWORD_INVENTORY: 'own',
    SUPERCARGO_HOME: '/home',
  });
});

test('a server is started by absolute paths of files that are there', () => {
  expect(nodeBinary()).toMatch(/node-[\w-]+.bin.node(\.exe)?$/);
  expect(serverMain(serverNamed('inventory'))).toMatch(/apps.inventory.src.main\.ts$/);
  expect(() => serverNamed('../tools')).toThrow('there are inventory');
});

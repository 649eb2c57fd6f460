// An import in a process of its own, which a test kills: the tenant and the file are its arguments. It says when it begins.
import { TenantId } from '@supercargo/kernel';
import { openDoor } from '@supercargo/tenancy';
import { importScms } from '../scms/import-scms.fixture.ts';

const [tenant, file = ''] = process.argv.slice(2);
const { hostname, port, pathname } = new URL(process.env['DATABASE_URL'] ?? '');
const door = openDoor({
  ...{ host: hostname, port: Number(port), database: pathname.slice(1), user: 'supercargo_importer' },
  password: process.env['DATABASE_PASSWORD_IMPORTER'] ?? '',
  ...{ namedStatements: true, connectionsMax: 3 },
});
process.stdout.write('begins\n');
const imported = await importScms(door, TenantId.parse(tenant), file);
await door.close();
if (!imported.ok) process.stderr.write(JSON.stringify(imported.refusal));
process.exitCode = imported.ok ? 0 : 1;

import { runServer } from '@supercargo/mcp-kit';
import { orders } from './server.ts';
import { importInto } from './import/import-command.ts';

process.exitCode = await runServer(orders, importInto);

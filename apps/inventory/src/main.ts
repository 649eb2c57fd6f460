import { runServer } from '@supercargo/mcp-kit';
import { inventory } from './server.ts';
import { importInto } from './import/import-command.ts';

process.exitCode = await runServer(inventory, importInto);

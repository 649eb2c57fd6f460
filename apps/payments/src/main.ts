import { runServer } from '@supercargo/mcp-kit';
import { payments } from './server.ts';
import { importInto } from './import/import-command.ts';

process.exitCode = await runServer(payments, importInto);

import { runServer } from '@supercargo/mcp-kit';
import { logistics } from './server.ts';
import { importInto } from './import/import-command.ts';

process.exitCode = await runServer(logistics, importInto);

import { runServer } from '@supercargo/mcp-kit';
import { returns } from './server.ts';
import { importInto } from './import/import-command.ts';

process.exitCode = await runServer(returns, importInto);

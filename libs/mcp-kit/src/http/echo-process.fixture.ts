import { ECHO } from '../echo-trade.fixture.ts';
import { runServer } from '../run-server.ts';

// The echo trade as a program of its own, as every server's `main.ts` is.
process.exitCode = await runServer(ECHO.definition, () => Promise.resolve(1));

import { deskOf } from '../events/store/desk.fixture.ts';
import { runServer } from '../run-server.ts';

// A trade with a write, as a program of its own.
process.exitCode = await runServer(deskOf(), () => Promise.resolve(1));

// Loaded before a program that does not read its input: ends it with the process that holds the other end, however that one ends.
process.stdin.once('close', () => process.kill(process.pid, 'SIGKILL'));
process.stdin.on('error', () => undefined);
process.stdin.resume();
// The program still ends by itself when it has nothing more to do.
process.stdin.unref();

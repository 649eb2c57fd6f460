import { openIdentityProvider } from './identity-provider.ts';
import { OptionsError, readOptions, USAGE } from './options.ts';

async function run(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === undefined) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const idp = await openIdentityProvider({ ...options, clock: () => new Date(), fetch: globalThis.fetch });
  process.stdout.write(`${JSON.stringify({ idp: 'ready', issuer: idp.issuer })}\n`);
  process.on('SIGHUP', () => {
    process.stdout.write(`${JSON.stringify({ idp: 'rotated', kid: idp.rotateKey() })}\n`);
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void idp.close());
}

try {
  await run();
} catch (error) {
  // What stops a start is said in a sentence.
  process.stderr.write(`idp: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof OptionsError ? 2 : 1;
}

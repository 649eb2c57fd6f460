/**
 * Builds the Nx project graph and leaves it in Nx's cache, where the boundary rule looks for it: the rule skips every
 * file when there is none. No background process of Nx is started.
 */
export async function buildProjectGraph(): Promise<void> {
  process.env['NX_DAEMON'] = 'false';
  // Nx reads its settings when it is loaded.
  const { createProjectGraphAsync } = await import('@nx/devkit');
  await createProjectGraphAsync({ exitOnError: false });
}

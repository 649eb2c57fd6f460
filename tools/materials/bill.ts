import { spawnSync } from 'node:child_process';

/** The parts of a CycloneDX bill of materials that are read here. */
export type Component = Readonly<{
  name: string;
  version: string;
  licenses?: readonly (Readonly<{ license: { id?: string; name?: string } }> | Readonly<{ expression: string }>)[];
  properties?: readonly Readonly<{ name: string; value: string }>[];
}>;

/**
 * The bill of materials of everything installed, as CycloneDX JSON text. npm writes it; a peer version that npm would
 * complain about is none of its business, hence the flag.
 */
export function billOfMaterials(root: string): string {
  const npm = process.env['npm_execpath'];
  const args = ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--legacy-peer-deps', '--loglevel=error'];
  const [file, allArgs] = npm === undefined ? ['npm', args] : [process.execPath, [npm, ...args]];
  const { status, stdout, stderr } = spawnSync(file, allArgs, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`npm could not write the bill of materials: ${stderr}`);
  return stdout;
}

/** The packages in a bill of materials. */
export function componentsOf(bill: string): readonly Component[] {
  return (JSON.parse(bill) as Readonly<{ components: readonly Component[] }>).components;
}

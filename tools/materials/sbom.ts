// Writes the software bill of materials to dist/sbom.json, as CycloneDX.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { billOfMaterials, componentsOf } from './bill.ts';

const root = join(import.meta.dirname, '..', '..');
const bill = billOfMaterials(root);
mkdirSync(join(root, 'dist'), { recursive: true });
writeFileSync(join(root, 'dist', 'sbom.json'), bill);
console.log(`dist/sbom.json: ${componentsOf(bill).length} packages`);

// Checks the licence of every installed package against the list of allowed ones.
import { join } from 'node:path';

import { refusedLicence } from './allowed.ts';
import { billOfMaterials, componentsOf } from './bill.ts';

const components = componentsOf(billOfMaterials(join(import.meta.dirname, '..', '..')));
const refused = components.flatMap((component) => refusedLicence(component) ?? []);
for (const line of refused) console.log(line);
console.log(`${components.length} packages, ${refused.length} under a licence that is not allowed`);
process.exitCode = refused.length === 0 ? 0 : 1;

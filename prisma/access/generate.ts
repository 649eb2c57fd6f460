import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { accessDocument } from './access-document.ts';
import { grantsSql } from './grants-sql.ts';

/** `npm run generate:grants`: writes the grants that the matrix says, and the page that shows them, to be reviewed as a diff. */
const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
writeFileSync(at('./grants.sql'), grantsSql());
mkdirSync(at('../../docs'), { recursive: true });
writeFileSync(at('../../docs/access.md'), accessDocument());

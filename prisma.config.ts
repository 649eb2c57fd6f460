import { defineConfig } from 'prisma/config';

/** Prisma generates the client from the models and does nothing else: migrations are SQL, applied by libs/cluster. */
export default defineConfig({ schema: 'prisma/schema' });

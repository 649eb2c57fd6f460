import type { ClientKind } from './clients.ts';
import type { Stage } from './stage.ts';

/** A resource as this person's host reads it. Throws what the server refuses. */
export async function readResource(
  stage: Stage,
  person: string,
  uri: string,
  kind: ClientKind = '2026-07-28',
): Promise<Readonly<Record<string, unknown>>> {
  const client = await stage.client(person, kind);
  try {
    return JSON.parse(await client.readResource(uri)) as Readonly<Record<string, unknown>>;
  } finally {
    await client.close();
  }
}

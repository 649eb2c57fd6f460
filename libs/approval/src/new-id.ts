import { v7 } from 'uuid';

/** A UUIDv7 (RFC 9562 §5.7): ids of one moment stand together in an index. */
export function newId(): string {
  return v7();
}

export { CanonicalFault, canonicalText, type CanonicalValue } from './canonical.ts';
export { digest, keyedHash } from './digest.ts';
export { writeRecord } from './store/write-record.ts';

export { CanonicalFault, canonicalText, type CanonicalValue } from './canonical.ts';
export { digest, keyedHash } from './digest.ts';
export { noteIssuerKey, type IssuerKey } from './store/issuer-keys.ts';
export { openUnknownRefusals, type UnknownCaller, type UnknownRefusals } from './store/unknown-refusals.ts';
export { openRecorder, type Recorder } from './store/recorder.ts';
export { appendRecord, writeRecord } from './store/write-record.ts';
export { readEntriesOfRequest, readEntriesSince, readLatestEntries, type AuditEntry } from './store/read-entries.ts';

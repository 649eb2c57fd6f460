import { foundIn, type ProofStep } from './proof-reading.ts';

export const checkMethod: ProofStep = {
  rfc: 8,
  holds: '`htm` is the method of this request',
  check: (reading) => (foundIn(reading, 'method') === reading.presented.method ? undefined : 'proof_of_another_method'),
};

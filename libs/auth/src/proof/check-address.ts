import { foundIn, type ProofStep } from './proof-reading.ts';

/** An address as RFC 3986 §6.2.2 and §6.2.3 make it comparable, without query and fragment. */
function comparable(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  url.search = '';
  url.hash = '';
  return url.href;
}

export const checkAddress: ProofStep = {
  rfc: 9,
  holds: '`htu` is the address of this request, query and fragment aside',
  check: (reading) => {
    const address = comparable(foundIn(reading, 'address'));
    return address !== undefined && address === comparable(reading.presented.url)
      ? undefined
      : 'proof_of_another_address';
  },
};

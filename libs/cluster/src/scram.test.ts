import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { scramVerifier, verifierMatches } from './scram.ts';

const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');

test('the verifier proves the server signature of the example in RFC 7677 section 3', async () => {
  const verifier = await scramVerifier('pencil', salt);
  const serverKey = Buffer.from(verifier.split(':').at(-1) ?? '', 'base64');
  const nonce = 'rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0';
  const conversation = `n=user,r=rOprNGfwEbeRWgbNEkqO,r=${nonce},s=${salt.toString('base64')},i=4096,c=biws,r=${nonce}`;
  const signature = createHmac('sha256', serverKey).update(conversation).digest('base64');
  expect(signature).toBe('6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=');
});

test('a verifier is recognised by its password alone', async () => {
  const verifier = await scramVerifier('pencil');
  expect(await verifierMatches(verifier, 'pencil')).toBe(true);
  expect(await verifierMatches(verifier, 'pencils')).toBe(false);
  expect(verifier).not.toBe(await scramVerifier('pencil'));
});

test.each(['', 'md5a3556571e93b0d20722ba62be61e8c2d', 'SCRAM-SHA-256$0:AA==$AA==:AA==', 'SCRAM-SHA-256$4096:$x:y'])(
  '%j matches no password',
  async (stored) => {
    expect(await verifierMatches(stored, 'pencil')).toBe(false);
  },
);

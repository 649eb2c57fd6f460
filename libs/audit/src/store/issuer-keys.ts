import type { Statement, TenantDoor } from '@supercargo/tenancy';

const NOTE: Statement = {
  name: 'audit_note_issuer_key',
  text: 'select audit.note_issuer_key($1, $2, $3, $4)',
};

/** A signing key of an identity provider, public. `first` tells the ones that a process began with from those that came later. */
export interface IssuerKey {
  readonly issuer: string;
  readonly keyId: string;
  readonly thumbprint: string;
  readonly first: boolean;
}

/** Records a key that this process had not seen. Throws where it could not be recorded: such a key must not be used. */
export async function noteIssuerKey(
  door: Pick<TenantDoor, 'alone'>,
  { issuer, keyId, thumbprint, first }: IssuerKey,
): Promise<void> {
  await door.alone(NOTE, [issuer, keyId, thumbprint, first]);
}

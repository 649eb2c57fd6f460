/** What is told outside. There are few of these, so that wrong tokens look alike. */
export type Outside =
  'no_credentials' | 'invalid_request' | 'invalid_token' | 'use_dpop_nonce' | 'invalid_dpop_proof' | 'slowed';

/** Why a caller is not let in, one word for each check, for the log and the metric; and what is told outside. */
export const OUTSIDE = {
  no_credentials: 'no_credentials',
  presented_elsewhere: 'invalid_request',
  several_authorizations: 'invalid_request',
  authorization_malformed: 'invalid_request',
  sign_ins_slowed: 'slowed',

  token_too_long: 'invalid_token',
  token_malformed: 'invalid_token',
  base64url_loose: 'invalid_token',
  json_malformed: 'invalid_token',
  json_duplicate: 'invalid_token',
  algorithm_refused: 'invalid_token',
  type_refused: 'invalid_token',
  header_refused: 'invalid_token',
  key_id_malformed: 'invalid_token',
  issuer_unknown: 'invalid_token',
  audience_other: 'invalid_token',
  audience_extra: 'invalid_token',
  deny_list_unreadable: 'invalid_token',
  key_denied: 'invalid_token',
  key_unknown: 'invalid_token',
  keys_unavailable: 'invalid_token',
  signature_wrong: 'invalid_token',
  expiry_malformed: 'invalid_token',
  expired: 'invalid_token',
  issued_at_malformed: 'invalid_token',
  lifetime_too_long: 'invalid_token',
  issued_in_future: 'invalid_token',
  not_yet_valid: 'invalid_token',
  subject_malformed: 'invalid_token',
  client_malformed: 'invalid_token',
  token_id_malformed: 'invalid_token',
  tenant_malformed: 'invalid_token',
  tenant_of_another: 'invalid_token',
  person_malformed: 'invalid_token',
  roles_malformed: 'invalid_token',
  customer_malformed: 'invalid_token',
  sign_in_malformed: 'invalid_token',
  confirmation_malformed: 'invalid_token',
  scopes_malformed: 'invalid_token',

  binding_not_accepted: 'invalid_token',
  binding_required: 'invalid_token',
  bound_token_as_bearer: 'invalid_token',
  unbound_token_as_dpop: 'invalid_token',
  proof_of_another_key: 'invalid_token',
  certificate_absent: 'invalid_token',
  certificate_of_another: 'invalid_token',

  revoked: 'invalid_token',
  revocation_unknown: 'invalid_token',
  introspected_inactive: 'invalid_token',
  introspection_unknown: 'invalid_token',

  proof_absent: 'invalid_dpop_proof',
  proof_repeated: 'invalid_dpop_proof',
  proof_malformed: 'invalid_dpop_proof',
  proof_incomplete: 'invalid_dpop_proof',
  proof_type_refused: 'invalid_dpop_proof',
  proof_algorithm_refused: 'invalid_dpop_proof',
  proof_key_refused: 'invalid_dpop_proof',
  proof_signature_wrong: 'invalid_dpop_proof',
  proof_of_another_method: 'invalid_dpop_proof',
  proof_of_another_address: 'invalid_dpop_proof',
  proof_nonce_wrong: 'use_dpop_nonce',
  proof_out_of_time: 'invalid_dpop_proof',
  proof_of_another_token: 'invalid_dpop_proof',
  proof_replayed: 'invalid_dpop_proof',
  proof_memory_unavailable: 'invalid_dpop_proof',
} as const satisfies Record<string, Outside>;

export type Reason = keyof typeof OUTSIDE;

/** What a check finds: nothing, or why it refuses. */
export type Finding = Reason | undefined;

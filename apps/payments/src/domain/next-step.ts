import type { PaymentState } from './states.ts';

/** What settles a payment from where it stands, in a sentence of ours. */
export const PAYMENT_NEXT: Readonly<Record<PaymentState, string>> = {
  proposed: 'release_payment asks two people of finance to release it; cancel_payment takes it back',
  releasing: 'it was handed to the payment rail; its outcome comes by itself',
  paid: 'nothing: it is paid',
  failed: 'propose_payment proposes it again once the reason is mended',
  unknown: 'the rail is asked until it says; do not pay it another way meanwhile',
  cancelled: 'propose_payment proposes it again if it is still owed',
};

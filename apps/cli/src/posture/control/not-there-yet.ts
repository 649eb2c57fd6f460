import type { Control } from '../control.ts';

const nothing = (): Promise<readonly never[]> => Promise.resolve([]);

/** What a profile demands and nobody has built: said as that, and never as something that holds. */
export const notThereYet: readonly Control[] = [
  {
    name: 'audit_sealed',
    title: 'audit sealed',
    demands: { local: 'nothing', internal: 'what is not there yet', customer: 'what is not there yet' },
    look: nothing,
  },
  {
    name: 'audit_witnessed',
    title: 'audit witnessed',
    demands: { local: 'nothing', internal: 'nothing', customer: 'what is not there yet' },
    look: nothing,
  },
  {
    name: 'gateway_and_waf',
    title: 'behind the gateway and WAF',
    demands: { local: 'nothing', internal: 'nothing', customer: 'what is not there yet' },
    look: nothing,
  },
  {
    name: 'agent_attestation',
    title: 'agent attestation',
    demands: { local: 'nothing', internal: 'what is not there yet', customer: 'what is not there yet' },
    look: nothing,
  },
];

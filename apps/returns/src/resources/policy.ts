import { ok, toWire } from '@supercargo/kernel';
import type { ResourceTemplate } from '@supercargo/mcp-kit';
import { readPolicy } from '../store/policy-rules.ts';

const RULES_MAX = 200;

export const policyResource: ResourceTemplate = {
  name: 'return_policy',
  title: 'Return policy',
  description: `What the company promises for a reason and a category of goods: the window in days after delivery, the restocking fee, and the value above which a return is looked at more closely. At most ${RULES_MAX.toString()} rules, with the total beside them.`,
  uriTemplate: 'returns://policy',
  watchable: true,
  scopes: ['returns:read'],
  async read(_none, { tx, clock }) {
    const { rules, total } = await readPolicy(tx, RULES_MAX);
    return ok({
      rules: rules.map(({ reason, category, windowDays, restockingBp, limit }) => ({
        ...{ reason, category, window_days: windowDays },
        restocking_percent: restockingBp / 100,
        limit: toWire(limit),
      })),
      total,
      as_of: clock().toISOString(),
    });
  },
};

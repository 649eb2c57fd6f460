import { foundIn, type Call } from './call.ts';
import { quoted, type CallRefusal } from './refusal.ts';

/** After step 1, where a subscription is asked for: a resource that can only be read is refused with those that can be watched. */
export function findWatchable(call: Call): CallRefusal | undefined {
  if (foundIn(call, 'resource').template.watchable === true) return undefined;
  const watchable = call.runtime.definition.resources.filter((each) => each.watchable === true);
  return {
    step: 'tool',
    code: 'not_watchable',
    reason: `${quoted(call.name)} can be read and not subscribed to`,
    accepted: watchable.map(({ uriTemplate }) => uriTemplate).join(', '),
  };
}

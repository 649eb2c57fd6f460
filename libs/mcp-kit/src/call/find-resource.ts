import { matchUri } from '../resources/match-uri.ts';
import type { Call } from './call.ts';
import { quoted, type CallRefusal } from './refusal.ts';

/** Step 1 of a resource. A URI that fits no template is refused with the templates that exist. */
export function findResource(call: Call): CallRefusal | undefined {
  const { resources } = call.runtime.definition;
  const matched = matchUri(resources, call.name);
  if (matched === undefined) {
    return {
      step: 'tool',
      code: 'unknown_resource',
      reason: `there is no resource ${quoted(call.name)}`,
      accepted: resources.map(({ uriTemplate }) => uriTemplate).join(', '),
    };
  }
  call.found.resource = { template: matched.resource, variable: matched.variable };
  call.found.target = matched.resource;
  return undefined;
}

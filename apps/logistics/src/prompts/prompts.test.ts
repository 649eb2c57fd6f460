import { promptContract } from '@supercargo/testing';
import { PERFORMANCE_FIELDS } from '../answers/performance-fields.ts';
import { ShipmentAnswer } from '../answers/shipment-answer.ts';
import { logistics } from '../server.ts';

/** Words of answers that the texts rely on, beside the names of tools. */
const MEMBERS = [...Object.keys(ShipmentAnswer.shape), ...Object.keys(PERFORMANCE_FIELDS)];

promptContract({
  definition: logistics,
  folder: new URL('.', import.meta.url),
  members: MEMBERS,
  states: { of: 'a request', names: [] },
});

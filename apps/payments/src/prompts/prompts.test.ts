import { promptContract } from '@supercargo/testing';
import { EXCEPTION_KINDS } from '../domain/exceptions.ts';
import { INVOICE_STATES } from '../domain/states.ts';
import { payments } from '../server.ts';

/** Words of answers and arguments that the texts rely on, beside the names of tools. */
const MEMBERS = [...EXCEPTION_KINDS, 'due_before', 'next_step', 'next_cursor', 'invoice_id'];

promptContract({
  definition: payments,
  folder: new URL('.', import.meta.url),
  members: MEMBERS,
  states: { of: 'a request or an invoice', names: INVOICE_STATES },
});

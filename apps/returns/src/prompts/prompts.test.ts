import { promptContract } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { WholeReturn } from '../answers/return-whole.ts';
import { RMA_STATES } from '../domain/rma.ts';
import { returns } from '../server.ts';

/** Words of answers that the texts rely on, beside the names of tools. */
const MEMBERS = [
  ...Object.keys(WholeReturn.shape),
  ...Object.keys(WholeReturn.shape.verdict.shape),
  ...['next_cursor', 'as_of', 'no_rule', 'label_issued'],
];

promptContract({
  definition: returns,
  folder: new URL('.', import.meta.url),
  members: MEMBERS,
  states: { of: 'a request or a return', names: RMA_STATES },
});

test.each(returns.prompts)('$name says in which states what it asks for is', ({ text }) => {
  expect(text).toMatch(/with the states [a-z]/);
});

/** A state that the code relies on and that was not so: a defect of ours, never an answer to a caller. */
export class AssertionFault extends Error {
  override readonly name = 'AssertionFault';
}

export function assert(condition: boolean, what: string): asserts condition {
  if (!condition) throw new AssertionFault(what);
}

/** For the end of an exhaustive switch: does not compile while a case is missing. */
export function unreachable(value: never): never {
  throw new AssertionFault(`unexpected value: ${JSON.stringify(value)}`);
}

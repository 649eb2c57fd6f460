/** Tells the time. Passed in, so that tests decide what time it is. Anything that must agree between processes uses the database's clock. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

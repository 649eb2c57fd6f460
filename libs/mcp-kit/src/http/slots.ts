/** Counts what is under way, for each caller and together, up to a bound. */
export class Slots {
  readonly #max: number;
  readonly #totalMax: number;
  readonly #taken = new Map<string, number>();
  #total = 0;

  constructor(max: number, totalMax: number) {
    this.#max = max;
    this.#totalMax = totalMax;
  }

  get total(): number {
    return this.#total;
  }

  /** Which bound leaves no room for one more of this caller; undefined where there is room. */
  full(caller: string): 'caller' | 'all' | undefined {
    if ((this.#taken.get(caller) ?? 0) >= this.#max) return 'caller';
    return this.#total >= this.#totalMax ? 'all' : undefined;
  }

  /** Takes one, and gives the function that gives it back. Giving back twice is giving back once. */
  take(caller: string): () => void {
    this.#taken.set(caller, (this.#taken.get(caller) ?? 0) + 1);
    this.#total += 1;
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.#total -= 1;
      const left = (this.#taken.get(caller) ?? 1) - 1;
      if (left > 0) this.#taken.set(caller, left);
      else this.#taken.delete(caller);
    };
  }
}

/** How much was due when a worker last looked at all of it, page by page. */
export class DueCount {
  #before = 0;
  #now = 0;

  /** A page of what is due; the last one ends the look. */
  add(page: number, isLast: boolean): void {
    this.#now += page;
    if (!isLast) return;
    this.#before = this.#now;
    this.#now = 0;
  }

  /** What the look that goes on found already, where that is more. */
  get count(): number {
    return Math.max(this.#before, this.#now);
  }
}

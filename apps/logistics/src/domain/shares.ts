/** To one digit after the point, as people compare such numbers. */
export function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

/** A part of a whole in percent; null of nothing, because then nobody can say. */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : tenth((100 * part) / whole);
}

/** `1 line`, `2 lines`, `10,324 lines`. */
export function counted(number: number, singular: string): string {
  return `${number.toLocaleString('en')} ${singular}${number === 1 ? '' : 's'}`;
}

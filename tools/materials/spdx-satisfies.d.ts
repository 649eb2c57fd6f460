declare module 'spdx-satisfies' {
  /** Whether a use under `expression` is covered by the licences in `approved`; throws on what is not SPDX. */
  export default function satisfies(expression: string, approved: readonly string[]): boolean;
}

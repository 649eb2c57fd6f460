import satisfies from 'spdx-satisfies';

import type { Component } from './bill.ts';

const shipped = ['Apache-2.0', 'MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'Unlicense'];
// Tools that build and check, and never leave this repository, may also be under licences that reach only themselves.
const toolsOnly = ['CC0-1.0', 'CC-BY-3.0', 'CC-BY-4.0', 'EPL-2.0', 'MPL-2.0', 'Python-2.0'];
// Packages that state no licence where npm looks, and what their own LICENSE file says.
const statedElsewhere: Readonly<Record<string, string>> = {
  '@modelcontextprotocol/inspector@2.12.0': 'MIT AND Apache-2.0',
  'seq-queue@0.0.5': 'MIT',
};

/** Why a package may not be used, or undefined when its licence is on the list. */
export function refusedLicence(component: Component): string | undefined {
  const name = `${component.name}@${component.version}`;
  const isTool = component.properties?.some((property) => property.name === 'cdx:npm:package:development') === true;
  const expression = statedElsewhere[name] ?? expressionOf(component);
  if (expression === undefined) return `${name} states no licence`;
  const allowed = isTool ? [...shipped, ...toolsOnly] : shipped;
  return isSatisfied(expression, allowed) ? undefined : `${name} is under ${expression}, which is not on the list`;
}

function expressionOf({ licenses = [] }: Component): string | undefined {
  const expressions = licenses.map((entry) => ('expression' in entry ? entry.expression : entry.license.id));
  if (expressions.length === 0 || expressions.includes(undefined)) return undefined;
  return expressions.join(' AND ').replace(/\b(and|or)\b/g, (word) => word.toUpperCase());
}

function isSatisfied(expression: string, allowed: readonly string[]): boolean {
  try {
    return satisfies(expression, allowed);
  } catch {
    return false;
  }
}

import ts from 'typescript';
import type { Tree } from '@nx/devkit';
import { arrayStrings, objectAt } from './source-edits.ts';

/** What a tool is called in each place. */
export type Names = {
  /** `list_suppliers` */
  readonly tool: string;
  /** `list-suppliers`, the name of its files. */
  readonly file: string;
  /** `listSuppliers` */
  readonly value: string;
  /** What it is about, without the verb: `suppliers`. */
  readonly subject: string;
  readonly title: string;
  readonly server: string;
  readonly scope: string;
  /** Of the suite's people, one whose role grants the scope and one whose role does not. */
  readonly allowed: string;
};

export type Options = {
  readonly name: string;
  readonly server: string;
  readonly effect: 'read' | 'write';
  readonly table: string;
  readonly column?: string;
  readonly scope: string;
  readonly title: string;
};

const NAME = /^[a-z]+(_[a-z]+)+$/;
const TITLE = /^[\p{Lu}][\p{L}\p{N} ,-]{2,59}$/u;
const NAME_CHARACTERS_MAX = 50;
/** Who has which role in every tenant of a test; the auditor may ask for nothing. */
const PERSON_OF_ROLE: Readonly<Record<string, string>> = {
  supply_chain_manager: 'mara',
  warehouse_clerk: 'wes',
  finance: 'felix',
};

export const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
export const pascal = (name: string): string => camel(`_${name}`);
/** `lead_time_days` is said "lead time in days". */
export const words = (name: string): string => name.replace(/_days$/, ' in days').replaceAll('_', ' ');
/** With its article: "an item", "a purchase order". */
export const oneOf = (name: string): string => `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${words(name)}`;

/** Throws a sentence that says what is accepted, before anything is written. */
export function namesOf(tree: Tree, options: Options): Names {
  const { name, server, scope, title } = options;
  const servers = tree.children('apps').filter((app) => tree.exists(`apps/${app}/src/server.ts`));
  if (!servers.includes(server)) throw new Error(`there is no server ${server}; there are ${servers.join(', ')}`);
  if (!NAME.test(name) || name.length > NAME_CHARACTERS_MAX) {
    throw new Error(`${name} is no name of a tool: small letters, a verb and what it is about, such as list_suppliers`);
  }
  const file = name.replaceAll('_', '-');
  const path = `apps/${server}/src/tools/${file}.ts`;
  if (tree.exists(path)) throw new Error(`the tool ${name} exists: ${path}`);
  if (!TITLE.test(title)) {
    throw new Error('a title is 3 to 60 letters and begins with a capital, such as "List suppliers"');
  }
  const roles = rolesOf(tree.read(`apps/${server}/src/roles.ts`, 'utf8') ?? '');
  const granted = [...new Set([...roles.values()].flat())].toSorted();
  const allowed = [...roles].find(
    ([role, scopes]) => scopes.includes(scope) && PERSON_OF_ROLE[role] !== undefined,
  )?.[0];
  if (allowed === undefined) {
    throw new Error(`no role grants ${scope}: grant it in apps/${server}/src/roles.ts, or take ${granted.join(', ')}`);
  }
  return {
    tool: name,
    file,
    value: camel(name),
    subject: name.slice(name.indexOf('_') + 1),
    ...{ title, server, scope },
    allowed: PERSON_OF_ROLE[allowed] ?? allowed,
  };
}

function rolesOf(text: string): ReadonlyMap<string, readonly string[]> {
  const source = ts.createSourceFile('roles.ts', text, ts.ScriptTarget.Latest, true);
  const roles = objectAt(source, 'SCOPES_BY_ROLE');
  return new Map(
    roles.properties.flatMap((property) =>
      ts.isPropertyAssignment(property) ? [[property.name.getText(), arrayStrings(property.initializer)] as const] : [],
    ),
  );
}

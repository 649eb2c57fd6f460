import type { Rule } from '../rule.ts';

type Statement = Readonly<{ text: string; line: number }>;

/**
 * A SECURITY DEFINER function runs with its owner's rights, so a caller must not choose what its names mean: it fixes an
 * empty search_path.
 */
export const definerFunctions: Rule = {
  name: 'definer-functions',
  check: ({ files }) =>
    files
      .filter(({ path }) => path.endsWith('.sql'))
      .flatMap(({ path, text }) =>
        statementsOf(text)
          .filter(({ text: statement }) => isOpenDefiner(statement))
          .map(({ line }) => ({
            path,
            line,
            message: "SECURITY DEFINER without search_path: add set search_path = ''",
          })),
      ),
};

function isOpenDefiner(statement: string): boolean {
  const isRoutine = /^\s*(create\s+(or\s+replace\s+)?|alter\s+)(function|procedure|routine)\b/i.test(statement);
  if (!isRoutine || !/\bsecurity\s+definer\b/i.test(statement)) return false;
  return !/\bset\s+search_path\s*(=|\bto\b)\s*(''|"")/i.test(statement);
}

/** The statements of a SQL file without comments and without what stands between dollar quotes; lines count from 1. */
function statementsOf(sql: string): readonly Statement[] {
  const keepLines = (text: string) => text.replace(/[^\n]/g, '');
  const bare = sql
    .replace(/(\$\w*\$)[^]*?\1/g, keepLines)
    .replace(/--[^\n]*/g, '')
    .replace(/\/\*[^]*?\*\//g, keepLines);
  const statements: Statement[] = [];
  let line = 1;
  for (const text of bare.split(';')) {
    const leading = /^\s*/.exec(text)?.[0] ?? '';
    statements.push({ text, line: line + leading.split('\n').length - 1 });
    line += text.split('\n').length - 1;
  }
  return statements;
}

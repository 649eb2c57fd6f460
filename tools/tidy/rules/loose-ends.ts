import type { Rule } from '../rule.ts';

const markers = new RegExp(
  `\\b(${['TO', 'FIX'].map((word) => word + (word === 'TO' ? 'DO' : 'ME')).join('|')}|XXX)\\b`,
);
const disabled = /(eslint-disable|@ts-expect-error|prettier-ignore)/;
const reasoned =
  /(eslint-disable\S*\s+[^\n]*?--\s*\S.{9,}|@ts-expect-error\s+\S.{9,}|prettier-ignore\s*(--|:)\s*\S.{9,})/;
const focused = /^\s*(test|it|describe)\.(only|skip|todo)\(/;

/** Nothing half done: no reminders, no rule switched off without its reason, no test left out or run alone. */
export const looseEnds: Rule = {
  name: 'loose-ends',
  check: ({ files }) =>
    files
      .filter(({ path }) => path !== 'package-lock.json' && !path.startsWith('tools/tidy/'))
      .flatMap(({ path, lines }) =>
        lines.flatMap((text, at) => messagesFor(path, text).map((message) => ({ path, line: at + 1, message }))),
      ),
};

function messagesFor(path: string, line: string): readonly string[] {
  const messages: string[] = [];
  if (markers.test(line)) messages.push('a reminder in the code: do it now, or open an issue and remove this');
  if (!/\.(ts|mjs|js)$/.test(path)) return messages;
  if (disabled.test(line) && !reasoned.test(line)) messages.push('a rule is switched off: say why, after " -- "');
  if (path.endsWith('.test.ts') && focused.test(line)) messages.push('a test left out or run alone: run all of them');
  return messages;
}

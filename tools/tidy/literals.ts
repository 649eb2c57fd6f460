import ts from 'typescript';

import type { TextFile } from './repository.ts';

/** A string or template in a program; what a template fills in reads as `$1`. `line` counts from 1. */
export type TextLiteral = Readonly<{ text: string; line: number }>;

/** Every string and template of a TypeScript or JavaScript file, comments left out. */
export function literalsOf({ path, text }: TextFile): readonly TextLiteral[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false);
  const literals: TextLiteral[] = [];
  const visit = (node: ts.Node): void => {
    const literal = textOf(node);
    if (literal !== undefined) {
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
      literals.push({ text: literal, line });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return literals;
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `$1${literal.text}`).join('');
}

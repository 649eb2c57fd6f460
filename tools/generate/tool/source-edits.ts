import ts from 'typescript';

/** Reads and edits TypeScript by its syntax, so that neither markers nor a layout are needed. The formatter follows. */
function parse(text: string): ts.SourceFile {
  return ts.createSourceFile('edited.ts', text, ts.ScriptTarget.Latest, true);
}

/** Without `as const`, `satisfies …` and parentheses. */
function bare(node: ts.Expression): ts.Expression {
  return ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node)
    ? bare(node.expression)
    : node;
}

function initializerOf(source: ts.SourceFile, variable: string): ts.Expression {
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const found = statement.declarationList.declarations.find((each) => each.name.getText() === variable)?.initializer;
    if (found !== undefined) return bare(found);
  }
  throw new Error(`there is no ${variable} here`);
}

/** A variable's value, or a member of it: `INVENTORY.good`. Members that are names of variables of the file are followed. */
function valueAt(source: ts.SourceFile, path: string): ts.Expression {
  const [variable = '', ...members] = path.split('.');
  return members.reduce(
    (node, member) => {
      const property = ts.isObjectLiteralExpression(node)
        ? node.properties.find((each) => each.name?.getText() === member)
        : undefined;
      if (property !== undefined && ts.isShorthandPropertyAssignment(property)) return initializerOf(source, member);
      if (property === undefined || !ts.isPropertyAssignment(property)) throw new Error(`there is no ${path} here`);
      const value = bare(property.initializer);
      return ts.isIdentifier(value) ? initializerOf(source, value.text) : value;
    },
    initializerOf(source, variable),
  );
}

/** Where the value at this path is imported from a file of ours, and under which name there; undefined where it is written here. */
export function importedAt(text: string, path: string): { readonly from: string; readonly name: string } | undefined {
  const source = parse(text);
  const [member = '', ...owner] = path.split('.').reverse();
  const property = objectAt(source, owner.toReversed().join('.')).properties.find(
    (each) => each.name?.getText() === member,
  );
  if (property === undefined || !ts.isPropertyAssignment(property)) return undefined;
  const value = bare(property.initializer).getText();
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const named = statement.importClause?.namedBindings;
    if (named === undefined || !ts.isNamedImports(named) || !statement.moduleSpecifier.text.startsWith('.')) continue;
    const found = named.elements.find((element) => element.name.text === value);
    if (found === undefined) continue;
    return { from: statement.moduleSpecifier.text, name: (found.propertyName ?? found.name).text };
  }
  return undefined;
}

export function objectAt(source: ts.SourceFile, path: string): ts.ObjectLiteralExpression {
  const found = valueAt(source, path);
  if (!ts.isObjectLiteralExpression(found)) throw new Error(`${path} is no object in braces`);
  return found;
}

/** The strings of a list in brackets. */
export function arrayStrings(node: ts.Expression): readonly string[] {
  const list = bare(node);
  if (!ts.isArrayLiteralExpression(list)) return [];
  return list.elements.flatMap((element) => (ts.isStringLiteral(element) ? [element.text] : []));
}

function insertAt(text: string, at: number, inserted: string): string {
  return text.slice(0, at) + inserted + text.slice(at);
}

/** Adds one entry at the end of the list in brackets or braces at this path. */
export function withEntry(text: string, path: string, entry: string): string {
  const node = valueAt(parse(text), path);
  if (!ts.isArrayLiteralExpression(node) && !ts.isObjectLiteralExpression(node)) {
    throw new Error(`${path} is no list in brackets or braces`);
  }
  const entries = ts.isArrayLiteralExpression(node) ? node.elements : node.properties;
  const last = entries.at(-1);
  return last === undefined ? insertAt(text, node.getEnd() - 1, entry) : insertAt(text, last.getEnd(), `,\n${entry}`);
}

/** Adds an import of one name, in the order of what is imported from. */
export function withImport(text: string, name: string, from: string): string {
  const imports = parse(text).statements.filter((statement) => ts.isImportDeclaration(statement));
  const specifierOf = (each: ts.ImportDeclaration): string => (each.moduleSpecifier as ts.StringLiteral).text;
  const line = `import { ${name} } from '${from}';\n`;
  const next = imports.find((each) => specifierOf(each).startsWith('.') && specifierOf(each) > from);
  if (next !== undefined) return insertAt(text, next.getStart(), line);
  const last = imports.at(-1);
  return last === undefined ? line + text : insertAt(text, last.getEnd(), `\n${line.trimEnd()}`);
}

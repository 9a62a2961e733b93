import { parseSync } from 'vite';

type Node = { readonly type: string; readonly start: number; readonly end: number };

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value;

/** Three words in a row, as no identifier, header or list of scopes has them. */
const sentence = /(?:^|[^\w-])[A-Za-z][a-z’']*,? [a-z][a-z’']*,? [a-z][a-z’']*(?![\w-])/;

/** Log lines, and what is thrown for the log and for whoever reads the code. */
const isForTheLog = (node: Node, text: string): boolean => {
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return false;
  const callee = text.slice(node.start, node.end).split('(', 1)[0] ?? '';
  return /^(?:\w+\.)*logger\.\w+$|^new \w*Error$/.test(callee);
};

const textOf = (node: Node, text: string): string | null => {
  if (node.type !== 'Literal' && node.type !== 'TemplateLiteral') return null;
  return text.slice(node.start, node.end).replace(/\$\{[^}]*\}/g, '…');
};

/** Lists the string literals of a file that read as English, but for those meant for the log. */
export const sentencesIn = (path: string, text: string): readonly string[] => {
  const found: string[] = [];
  const look = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) look(each);
    if (!isNode(value) || isForTheLog(value, text)) return;
    const literal = textOf(value, text);
    if (literal !== null && /^['"`]/.test(literal) && sentence.test(literal)) found.push(literal);
    for (const part of Object.values(value)) look(part);
  };
  look(parseSync(path, text).program);
  return found;
};

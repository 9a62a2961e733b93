import { parse } from '@formatjs/icu-messageformat-parser';
import { type Plugin, parseSync } from 'vite';

type Node = { readonly type: string; readonly start: number; readonly end: number };
type Text = Node & { readonly value: string };
type Call = Node & {
  readonly callee: Node & { readonly name?: string };
  readonly arguments: Node[];
};

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value;
const isCall = (node: Node): node is Call => node.type === 'CallExpression';
const isText = (node: Node | undefined): node is Text =>
  node?.type === 'Literal' && 'value' in node && typeof node.value === 'string';

/** Finds the texts that `says` is called with. */
const textsIn = (value: unknown): readonly Text[] => {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!isNode(value)) return [];
  const inside = Object.values(value).flatMap(textsIn);
  if (!isCall(value) || value.callee.name !== 'says') return inside;
  const [text] = value.arguments;
  if (!isText(text)) throw new TypeError('says takes a text as it stands');
  return [text, ...inside];
};

/** Parses a message; one with nothing but plain placeholders needs no parsing. */
const compiled = (text: string): unknown =>
  /\{\s*\w+\s*,/.test(text) ? parse(text, { ignoreTag: true }) : text;

/** Parses the messages of a module of words, which keeps the parser out of the program. */
const compileModule = (id: string, code: string): string => {
  let rest = code;
  const texts = textsIn(parseSync(id, code).program).toSorted((a, b) => b.start - a.start);
  for (const { start, end, value } of texts)
    rest = `${rest.slice(0, start)}${JSON.stringify(compiled(value))}${rest.slice(end)}`;
  return rest;
};

const compileCatalogue = (json: string): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(JSON.parse(json) as Record<string, string>).map(([id, text]) => [
        id,
        compiled(text),
      ]),
    ),
  );

/** Parses all messages while the program is built; what cannot be parsed fails the build. */
export const compileMessages = (): Plugin => ({
  name: 'stowkey-compile-messages',
  enforce: 'pre',
  config: () => ({
    resolve: {
      alias: {
        '@formatjs/icu-messageformat-parser': '@formatjs/icu-messageformat-parser/no-parser.js',
      },
    },
  }),
  transform: {
    filter: { id: /\/shared\/words\/.*\.(?:ts|json)$/ },
    handler: (code, id) => ({
      code: id.endsWith('.json') ? compileCatalogue(code) : compileModule(id, code),
      map: null,
    }),
  },
});

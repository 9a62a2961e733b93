import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';

/** A value of a property list. */
export type PlistValue =
  | string
  | boolean
  | readonly PlistValue[]
  | { readonly [key: string]: PlistValue };

const parser = new XMLParser({
  preserveOrder: true,
  // Keys of a dictionary come beside their values, so entities are decoded by hand, below.
  processEntities: false,
  maxNestedTags: 16,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
});

/**
 * Reads an XML property list, or gives null for what is none. Nothing outside of the text is looked
 * at: a document type may name Apple's, and may define nothing.
 */
export const readPlist = (text: string): PlistValue | null => {
  // No expression looks past the next angle bracket, or a long text could keep it busy for minutes.
  const content = text.replace(/<!doctype[^<>[]*>/i, '');
  if (/<!(doctype|entity)/i.test(content)) return null;
  try {
    const document = nodesSchema.parse(parser.parse(content, true));
    const root = document.find((node) => 'plist' in node);
    const [value] = valuesOf(root === undefined ? [] : childrenOf(root, 'plist'));
    return value ?? null;
  } catch {
    return null;
  }
};

type Node = Readonly<Record<string, unknown>>;
const nodesSchema = z.array(z.record(z.string(), z.unknown()));

const childrenOf = (node: Node, tag: string): readonly Node[] => nodesSchema.parse(node[tag]);

const tagOf = (node: Node): string => Object.keys(node).find((key) => key !== ':@') ?? '';

const valuesOf = (nodes: readonly Node[]): readonly PlistValue[] =>
  nodes.filter((node) => tagOf(node) !== '#text').map(valueOfNode);

const valueOfNode = (node: Node): PlistValue => {
  const tag = tagOf(node);
  switch (tag) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'array':
      return valuesOf(childrenOf(node, tag));
    case 'dict':
      return dictionaryOf(childrenOf(node, tag));
    case 'string':
    case 'integer':
    case 'real':
    case 'data':
    case 'date':
      return textOf(childrenOf(node, tag));
    default:
      throw new TypeError('not a property list');
  }
};

const dictionaryOf = (nodes: readonly Node[]): PlistValue => {
  const entries = new Map<string, PlistValue>();
  const items = nodes.filter((node) => tagOf(node) !== '#text');
  for (let index = 0; index < items.length; index += 2) {
    const [key, value] = [items[index], items[index + 1]];
    if (key === undefined || value === undefined || tagOf(key) !== 'key') {
      throw new TypeError('not a property list');
    }
    entries.set(textOf(childrenOf(key, 'key')), valueOfNode(value));
  }
  return Object.fromEntries(entries);
};

const textOf = (nodes: readonly Node[]): string =>
  nodes
    .map((node) => decodeEntities(String(node['#text'] ?? '')))
    .join('')
    .trim();

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** The five of XML and numbers; there can be no others without a document type that defines them. */
const decodeEntities = (text: string): string =>
  text.replace(/&(#x?[0-9a-f]{1,6}|[a-z]{1,8});/gi, (whole, body: string) => {
    if (!body.startsWith('#')) return named[body] ?? whole;
    const code = /^#x/i.test(body) ? Number.parseInt(body.slice(2), 16) : Number(body.slice(1));
    return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });

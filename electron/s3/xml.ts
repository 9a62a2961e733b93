import { XMLParser } from 'fast-xml-parser';

const lists: ReadonlySet<string> = new Set(['Bucket', 'CommonPrefixes', 'Contents']);

const parser = new XMLParser({
  // Nothing that is read here needs entities; expanding them is how small replies grow huge.
  processEntities: false,
  maxNestedTags: 16,
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  isArray: (name) => lists.has(name),
});

/** Parses a reply; `undefined` for what is not well-formed or brings a document type. */
export const parseXml = (body: string): unknown => {
  if (/<!(doctype|entity)/i.test(body)) return undefined;
  try {
    return parser.parse(body, true);
  } catch {
    return undefined;
  }
};

import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ConnectionId } from '../../shared/ids.ts';
import { AppError } from '../diagnostics/errors.ts';
import { Secret } from '../diagnostics/secret.ts';
import { parseJson } from '../platform/json.ts';
import type { SecretRecord } from './secret-store.ts';

/** Bytes of UTF-8 in one item. Windows takes 2,560 (`CRED_MAX_CREDENTIAL_BLOB_SIZE`). */
export const maxItemBytes = 2_400;
/** Bytes of UTF-8 in all fields of one record together. */
const maxRecordBytes = 256 * 1024;
/** Escaping can make a field six times longer, and an item may end up to three bytes early. */
const maxChunks = Math.ceil((maxRecordBytes * 6 + 1_024) / (maxItemBytes - 3));

/** Leaves out `__proto__`, which would be lost on the way back. */
const fieldName = /^[a-zA-Z][a-zA-Z0-9.-]{0,59}$/;

export type Item = { readonly account: string; readonly text: string };

/** The items of one record: `chunks` go to the keychain in order, then `main`. */
type RecordItems = { readonly chunks: readonly Item[]; readonly main: Item };

type Layouting = {
  readonly part?: number;
  /** Longest text of one item, in bytes of UTF-8. */
  readonly itemBytes?: number;
};

/** Stands in for a record that is too long for one item. */
export type Manifest = {
  readonly kind: 'manifest';
  readonly generation: number;
  /** Stands in the chunks' account names; see `toItems`. */
  readonly part: number;
  readonly chunkCount: number;
  readonly digest: string;
};

type MainItem = { readonly kind: 'inline'; readonly record: SecretRecord } | Manifest;

const generationSchema = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const inlineSchema = z.strictObject({
  v: z.literal(1),
  generation: generationSchema,
  fields: z.record(z.string(), z.string().min(1)),
  digest: z.string(),
});
const manifestSchema = z.strictObject({
  v: z.literal(1),
  generation: generationSchema,
  part: generationSchema,
  chunks: z.number().int().min(1).max(maxChunks),
  digest: z.string(),
});

/** Names the item of one chunk. Neither part can hold the separators: ids are UUIDs. */
export const chunkAccount = (id: ConnectionId, part: number, index: number): string =>
  `${id}#${part}.${index}`;

/**
 * Lays a record out as keychain items.
 *
 * Chunks bear the generation in their names, so that those of the record before stay untouched until
 * the manifest has been replaced. Writing one generation twice needs another `part` for that.
 *
 * Throws `keychain.invalid-value` for an empty text, a NUL byte (keytar would cut the text there) or
 * a lone surrogate (keytar would alter it) or a field name that is no plain word, and `keychain.too-large` over 256 KiB.
 */
export const toItems = (
  id: ConnectionId,
  record: SecretRecord,
  { part = record.generation, itemBytes = maxItemBytes }: Layouting = {},
): RecordItems => {
  const fields = new Map<string, string>();
  let bytes = 0;
  for (const [name, secret] of Object.entries(record.fields)) {
    const value = secret.expose();
    if (!fieldName.test(name)) throw invalid('field-name');
    requireStorable(value);
    bytes += Buffer.byteLength(value);
    fields.set(name, value);
  }
  if (bytes > maxRecordBytes) {
    throw new AppError('keychain.too-large', { params: { bytes, limitBytes: maxRecordBytes } });
  }
  const { generation } = record;
  const digest = digestOf(id, generation, fields);
  const members = [...fields].map(([name, value]) => `"${name}":${quoted(value)}`);
  const text = `{"v":1,"generation":${generation},"fields":{${members.join(',')}},"digest":"${digest}"}`;
  if (Buffer.byteLength(text) <= itemBytes) {
    return { chunks: [], main: { account: id, text } };
  }
  const chunks = splitText(text, itemBytes).map((chunk, index) => ({
    account: chunkAccount(id, part, index),
    text: chunk,
  }));
  if (chunks.length > maxChunks) throw new AppError('keychain.too-large', { params: { bytes } });
  const manifest = JSON.stringify({ v: 1, generation, part, chunks: chunks.length, digest });
  return { chunks, main: { account: id, text: manifest } };
};

/** Reads a connection's main item; throws `keychain.corrupt` unless it is whole and this id's. */
export const parseMainItem = (id: ConnectionId, text: string): MainItem => {
  const json = readJson(text);
  const manifest = manifestSchema.safeParse(json);
  if (manifest.success) {
    const { generation, part, chunks, digest } = manifest.data;
    return { kind: 'manifest', generation, part, chunkCount: chunks, digest };
  }
  return { kind: 'inline', record: parseRecord(id, json) };
};

/**
 * Puts a record together from its chunks, in order.
 *
 * Throws `keychain.corrupt` for a missing, extra, swapped or altered chunk: the digest covers the
 * id, the generation and every field, and the manifest holds it as well.
 */
export const joinChunks = (
  id: ConnectionId,
  manifest: Manifest,
  texts: readonly string[],
): SecretRecord => {
  if (texts.length !== manifest.chunkCount) throw corrupt('chunk-count');
  const json = readJson(texts.join(''));
  const record = parseRecord(id, json);
  const claimed = inlineSchema.parse(json);
  if (record.generation !== manifest.generation || claimed.digest !== manifest.digest) {
    throw corrupt('manifest');
  }
  return record;
};

type Layout = { readonly part: number; readonly chunkCount: number };

/**
 * Tells which chunks belong to a main item, even to a damaged one, so that they can be swept; null
 * when it does not even name its generation.
 */
export const readLayout = (text: string): Layout | null => {
  // A quote inside a field is escaped, so only the item's own numbers look like this.
  const numberOf = (name: string): number =>
    Number(new RegExp(`"${name}":([1-9][0-9]{0,14})[,}]`).exec(text)?.[1] ?? 0);
  const part = numberOf('part') || numberOf('generation');
  return part === 0 ? null : { part, chunkCount: Math.min(numberOf('chunks'), maxChunks) };
};

/** Splits at code-point borders into parts of at most `maxBytes` bytes of UTF-8. */
export const splitText = (text: string, maxBytes: number): string[] => {
  const parts: string[] = [];
  let start = 0;
  let end = 0;
  let bytes = 0;
  for (const character of text) {
    const size = Buffer.byteLength(character);
    if (bytes + size > maxBytes) {
      parts.push(text.slice(start, end));
      start = end;
      bytes = 0;
    }
    end += character.length;
    bytes += size;
  }
  parts.push(text.slice(start));
  return parts;
};

const parseRecord = (id: ConnectionId, json: unknown): SecretRecord => {
  const parsed = inlineSchema.safeParse(json);
  if (!parsed.success) throw corrupt('shape');
  const { generation, fields, digest } = parsed.data;
  const entries = Object.entries(fields);
  if (digestOf(id, generation, new Map(entries)) !== digest) throw corrupt('digest');
  return {
    generation,
    fields: Object.fromEntries(entries.map(([name, value]) => [name, new Secret(value)])),
  };
};

const readJson = (text: string): unknown => {
  const json = parseJson(text);
  if (json === undefined) throw corrupt('not-json');
  return json;
};

/** Binds the fields to their connection and generation: an item copied to another id fails. */
const digestOf = (
  id: ConnectionId,
  generation: number,
  fields: ReadonlyMap<string, string>,
): string => {
  const sorted = [...fields].sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([1, id, generation, sorted]))
    .digest('base64url');
};

/**
 * Writes a text as JSON without a brace: KeePassXC fills in what stands in braces, such as
 * `{USERNAME}`, when it hands an item out.
 */
const quoted = (text: string): string => JSON.stringify(text).replaceAll('{', '\\u007b');

const requireStorable = (text: string): void => {
  const reason =
    text === ''
      ? 'empty'
      : text.includes('\0')
        ? 'nul'
        : /\p{Surrogate}/u.test(text)
          ? 'surrogate'
          : null;
  if (reason !== null) throw invalid(reason);
};

const invalid = (reason: string): AppError =>
  new AppError('keychain.invalid-value', { params: { reason } });

const corrupt = (reason: string): AppError =>
  new AppError('keychain.corrupt', { params: { reason } });

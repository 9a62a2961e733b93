import type { Secret } from '../../diagnostics/secret.ts';

/** A value with its name as a file has it, and the line it begins in, counted from 1. */
export type NamedValue = { readonly name: string; readonly value: string; readonly line: number };

/** The values of one section, remote, object or statement. */
export type ValueGroup = { readonly name: string | null; readonly values: readonly NamedValue[] };

/** A pair of keys in plain text. */
export type ExposedKey = {
  /** The section, remote or alias that it belongs to. */
  readonly name: string | null;
  /** Of the secret key. */
  readonly line: number;
  /** Of everything that belongs to the keys. */
  readonly lines: readonly number[];
  readonly accessKeyId: Secret;
  readonly secretAccessKey: Secret;
  readonly sessionToken: Secret | null;
  readonly endpoint: string | null;
  readonly region: string | null;
};

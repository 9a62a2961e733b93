import type { ExposedFileKind } from '../../../shared/exposed-secrets.ts';
import type { ExposedKey, ValueGroup } from './exposed-key.ts';
import { keysInGroup } from './keys-in-group.ts';
import { readSettings } from './readers/assignments.ts';
import { readBookmark, readDuckCredentials } from './readers/cyberduck.ts';
import { readDuckdbSql, readDuckdbStored } from './readers/duckdb.ts';
import { readIni } from './readers/ini.ts';
import { readJsonObjects } from './readers/json.ts';
import { readS3fs } from './readers/s3fs.ts';

type TextReader = (text: string) => readonly ValueGroup[];

const textReaders: Readonly<Record<ExposedFileKind, TextReader>> = {
  'aws-credentials': readIni,
  'aws-config': readIni,
  rclone: (text) => readIni(text).filter(isS3Remote),
  s3cmd: readIni,
  mc: readJsonObjects,
  s3fs: readS3fs,
  duckdb: readDuckdbSql,
  cyberduck: (text) => [...readBookmark(text), ...readDuckCredentials(text)],
  shell: readSettings,
  dotenv: readSettings,
};

const isS3Remote = ({ values }: ValueGroup): boolean =>
  values.some(({ name, value }) => name === 'type' && value === 's3');

const isStoredSecret = (bytes: Uint8Array): boolean => bytes.includes(0);

/** Whether a file of that kind is read as bytes; of others, one with NUL in it holds no settings. */
export const mayBeBinary = (kind: ExposedFileKind): boolean => kind === 'duckdb';

/** Finds the keys in a file of a known kind. Never throws, whatever it holds. Pure. */
export const readKeys = (kind: ExposedFileKind, bytes: Uint8Array): readonly ExposedKey[] => {
  const groups =
    mayBeBinary(kind) && isStoredSecret(bytes)
      ? readDuckdbStored(bytes)
      : // A byte order mark would hide the first line.
        textReaders[kind](new TextDecoder().decode(bytes));
  return groups.flatMap(keysInGroup);
};

/** Whether keys that nobody knows look like keys, and not like a placeholder or a variable. */
export const lookLikeKeys = ({ accessKeyId, secretAccessKey }: ExposedKey): boolean =>
  /^[\w.@-]{3,128}$/.test(accessKeyId.expose()) &&
  /^(?!.*(?:example|changeme|your[-_]))(?=.*[^xX*.\-_])[\w+/=.~-]{16,256}$/i.test(
    secretAccessKey.expose(),
  );

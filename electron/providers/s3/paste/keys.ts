import { z } from 'zod';
import { parseJson } from '../../../platform/json.ts';
import { linesOf } from '../../pasted-text.ts';
import { readIniSections } from './ini.ts';
import { readAssignments } from './lines.ts';

/** S3 keys and what came with them, as a pasted block or a dropped file tells it. */
export type PastedKeys = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | null;
  readonly region: string | null;
  /** Base address with its scheme. */
  readonly endpoint: string | null;
  readonly bucket: string | null;
  /** ISO 8601. */
  readonly expiration: string | null;
  /** The profile, remote or alias that was taken when there were several to choose from. */
  readonly profile: string | null;
  /** Whose the file says they are: a user, profile, remote or alias. */
  readonly owner: string | null;
};

type Pairs = readonly (readonly [name: string, value: string])[];

/** Names by which tools and consoles call each value, most telling first, without punctuation. */
const aliases = {
  accessKeyId: [
    'awsaccesskeyid',
    'accesskeyid',
    's3accesskeyid',
    'rclones3accesskeyid',
    'awsaccesskey',
    's3accesskey',
    'accesskey',
    'applicationkeyid',
    'keyid',
    'minioaccesskey',
    'miniorootuser',
  ],
  secretAccessKey: [
    'awssecretaccesskey',
    'secretaccesskey',
    's3secretaccesskey',
    'rclones3secretaccesskey',
    'awssecretkey',
    's3secretkey',
    'secretkey',
    'accesskeysecret',
    'applicationkey',
    'miniosecretkey',
    'miniorootpassword',
    'secret',
  ],
  sessionToken: [
    'awssessiontoken',
    'sessiontoken',
    'rclones3sessiontoken',
    'awssecuritytoken',
    'securitytoken',
    'token',
    'accesstoken',
  ],
  region: [
    'awsregion',
    'awsdefaultregion',
    'region',
    's3region',
    'rclones3region',
    'defaultregion',
    'bucketlocation',
  ],
  endpoint: [
    'awsendpointurls3',
    'awsendpointurl',
    'endpointurl',
    'endpoint',
    's3endpoint',
    'rclones3endpoint',
    'hostbase',
    'url',
  ],
  bucket: ['bucket', 'bucketname', 's3bucket', 'awsbucket'],
  expiration: [
    'awscredentialexpiration',
    'awssessionexpiration',
    'expiration',
    'xsecuritytokenexpires',
    'expiresat',
  ],
} as const satisfies Partial<Record<keyof PastedKeys, readonly string[]>>;

const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Drops white space and one pair of quotes, which come along when values are copied. */
export const cleanValue = (text: string): string => {
  const trimmed = text.trim();
  const quoted = /^(["'`])([\s\S]*)\1$/.exec(trimmed);
  return (quoted?.[2] ?? trimmed).trim();
};

const asEndpoint = (text: string, usesHttps: boolean): string | null => {
  const whole = /^[a-z]+:\/\//i.test(text) ? text : `${usesHttps ? 'https' : 'http'}://${text}`;
  // A console's address has a path and is not where S3 answers.
  return URL.canParse(whole) && new URL(whole).pathname === '/' ? whole.replace(/\/$/, '') : null;
};

/** Makes keys of named values; null unless both halves are there. */
const keysFromPairs = (
  pairs: Pairs,
  {
    owner = null,
    isChoice = true,
    exact = false,
  }: {
    owner?: string | null;
    /** There were others to take instead. */
    isChoice?: boolean;
    exact?: boolean;
  } = {},
): PastedKeys | null => {
  const given = new Map(pairs.map(([name, value]) => [plainName(name), value]));
  const values = new Map([...given].map(([name, value]) => [name, cleanValue(value)]));
  const nameOf = (names: readonly string[]): string | undefined =>
    names.find((name) => (values.get(name) ?? '') !== '');
  const find = (names: readonly string[]): string | null => values.get(nameOf(names) ?? '') ?? null;
  const accessKeyId = find(aliases.accessKeyId);
  // Where quotes or JSON say where a secret begins and ends, blanks and quotes in it are its own.
  const secretAccessKey =
    (exact ? given : values).get(nameOf(aliases.secretAccessKey) ?? '') ?? null;
  if (accessKeyId === null || secretAccessKey === null) return null;
  const region = find(aliases.region);
  const endpoint = find(aliases.endpoint);
  const expiration = find(aliases.expiration);
  const usesHttps = !/^(false|no|0)$/i.test(values.get('usehttps') ?? '');
  return {
    accessKeyId,
    secretAccessKey,
    sessionToken: find(aliases.sessionToken),
    region: region !== null && /^[a-z][a-z0-9-]*$/.test(region) ? region : null,
    endpoint: endpoint === null ? null : asEndpoint(endpoint, usesHttps),
    bucket: find(aliases.bucket),
    expiration: expiration === null || Number.isNaN(Date.parse(expiration)) ? null : expiration,
    profile: isChoice ? owner : null,
    owner: owner === '' || owner === 'default' ? null : owner,
  };
};

const jsonObject = z.record(z.string(), z.unknown());

/**
 * Looks for the first object that has both halves: `credential_process`, the reply of `aws sts` or
 * `aws iam create-access-key`, MinIO's and B2's files, `mc`'s aliases.
 */
const fromJson = (text: string): PastedKeys | null => {
  const search = (node: unknown, name: string | null, depth: number): PastedKeys | null => {
    if (depth > 5) return null;
    if (Array.isArray(node)) {
      return firstOf(node, (each) => search(each, name, depth + 1));
    }
    const object = jsonObject.safeParse(node);
    if (!object.success) return null;
    const entries = Object.entries(object.data);
    const pairs = entries.filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    const isContainer = name !== null && !wrapperNames.has(plainName(name));
    return (
      keysFromPairs(pairs, { owner: isContainer ? name : null, exact: true }) ??
      firstOf(entries, ([key, value]) => search(value, key, depth + 1))
    );
  };
  return search(parseJson(text), null, 0);
};

/** Names of objects that say nothing about whose keys are in them. */
const wrapperNames: ReadonlySet<string> = new Set([
  'credentials',
  'accesskey',
  'accesskeys',
  'keys',
  'data',
  'result',
  's3',
  'aws',
]);

const firstOf = <T, R>(list: readonly T[], look: (each: T) => R | null): R | null => {
  for (const each of list) {
    const found = look(each);
    if (found !== null) return found;
  }
  return null;
};

const splitCsvLine = (line: string): readonly string[] =>
  [...line.matchAll(/(?:^|[,;\t])(?:"((?:[^"]|"")*)"|([^,;\t]*))/g)].map(
    ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
  );

/** The file that the AWS console offers: one line of names, one of values. */
const fromCsv = (text: string): PastedKeys | null => {
  const [header = '', ...rows] = linesOf(text).filter((line) => line.trim() !== '');
  const names = splitCsvLine(header);
  if (names.length < 2) return null;
  return firstOf(rows, (row) => {
    const values = splitCsvLine(row);
    const userName = values[names.findIndex((name) => plainName(name) === 'username')] ?? '';
    return keysFromPairs(
      names.map((name, index) => [name, values[index] ?? ''] as const),
      { owner: userName === '' ? null : userName, isChoice: rows.length > 1 },
    );
  });
};

/** Two or three words by themselves: ID, secret, session token. */
const fromWords = (text: string): PastedKeys | null => {
  const words = text.split(/\s+/).map(cleanValue);
  const [accessKeyId = '', secretAccessKey = '', sessionToken = ''] = words;
  const areKeys =
    (words.length === 2 || words.length === 3) &&
    words.every((word) => /^[\w+/=.~-]{12,}$/.test(word) && !word.includes('_='));
  return areKeys
    ? keysFromPairs([
        ['accessKeyId', accessKeyId],
        ['secretAccessKey', secretAccessKey],
        ['sessionToken', sessionToken],
      ])
    : null;
};

const fromSections = (text: string, wanted: string | null): PastedKeys | null => {
  const profiles = readIniSections(text);
  const named = profiles.filter(({ name }) => name === wanted);
  const several = profiles.length > 1;
  return firstOf(named.length > 0 ? named : profiles, ({ name, pairs }) =>
    keysFromPairs(pairs, {
      owner: name,
      isChoice: several,
      // botocore takes quotes for a part of the value, and s3cmd and rclone do not.
      exact: pairs.some(([key]) => key.toLowerCase() === 'aws_secret_access_key'),
    }),
  );
};

/**
 * Reads S3 keys out of what people have at hand: environment variables of any shell, AWS
 * credentials files, JSON, the AWS console's CSV, rclone and s3cmd configurations, labelled lines.
 *
 * Of several profiles, takes the one that `AWS_PROFILE` in the text names, else the first that is
 * whole, and says which. Null when no pair of keys is found. Pure.
 */
export const readPastedKeys = (text: string): PastedKeys | null => {
  const clean = text
    .replace(/^\uFEFF/, '')
    .replaceAll('\0', '')
    .trim();
  if (clean === '' || clean.length > 65_536) return null;
  if (/^[[{]\s*["{[]/.test(clean)) {
    const found = fromJson(clean);
    if (found !== null) return found;
  }
  const assignments = readAssignments(clean);
  const wanted = assignments.findLast(([name]) => /^AWS_(?:DEFAULT_)?PROFILE$/i.test(name));
  return (
    fromSections(clean, wanted?.[1] ?? null) ??
    fromCsv(clean) ??
    keysFromPairs(assignments, { exact: true }) ??
    fromWords(clean)
  );
};

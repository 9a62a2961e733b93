import type { ListedConnection } from '../../../shared/account-list.ts';
import { shownStates } from '../../../shared/connection-rules.ts';
import { grantWarnings } from '../../../shared/grant-warnings.ts';
import { maxFieldTextLength } from '../../../shared/limits.ts';
import { renewalPolicies } from '../../../shared/renewal-policies.ts';
import { errorCodes } from '../../../shared/result.ts';
import { maxTagLength, maxTags } from '../../../shared/tags.ts';
import { isJsonObject } from '../../platform/json.ts';
import { nodeFileSystem } from '../file-system.ts';
import { currentVersion, maxFileBytes } from './limits.ts';

type Check = (value: unknown) => boolean;

const text =
  (maxLength = Number.POSITIVE_INFINITY): Check =>
  (value) =>
    typeof value === 'string' && value.length <= maxLength;
const matching =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
const oneOf =
  (values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
const number: Check = Number.isFinite;
const boolean: Check = (value) => typeof value === 'boolean';
const integer: Check = Number.isSafeInteger;
const natural: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const nullable =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
/** May be left out; what is shown of it is then what the schema's default shows. */
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const list =
  (check: Check, maxLength = Number.POSITIVE_INFINITY): Check =>
  (value) =>
    Array.isArray(value) && value.length <= maxLength && value.every(check);
// These two run tens of thousands of times while the window waits, so they make nothing.
const table =
  (check: Check, maxKeyLength: number): Check =>
  (value) => {
    if (!isJsonObject(value)) return false;
    for (const key in value) {
      if (key.length > maxKeyLength || !check(value[key])) return false;
    }
    return true;
  };
const object = (checks: Readonly<Record<string, Check>>): Check => {
  const entries = Object.entries(checks);
  return (value) => {
    if (!isJsonObject(value)) return false;
    for (const [key, check] of entries) if (!check(value[key])) return false;
    return true;
  };
};

const wholeText = text();
const encryptedPrefix = object({ encryptedBytes: integer });
const prefix: Check = (value) => wholeText(value) || encryptedPrefix(value);

const facts = object({
  account: nullable(text()),
  expiresAtEpochSeconds: nullable(integer),
  grant: nullable(
    object({
      satellite: text(),
      permissions: object({ read: boolean, write: boolean, list: boolean, delete: boolean }),
      notBeforeEpochSeconds: nullable(integer),
      notAfterEpochSeconds: nullable(integer),
      maxObjectTtlSeconds: nullable(number),
      buckets: nullable(list(object({ bucket: text(), prefix: nullable(prefix) }))),
      fingerprint: text(),
      warnings: list(oneOf(grantWarnings)),
    }),
  ),
  s3: nullable(
    object({
      endpoint: text(),
      region: text(),
      addressing: oneOf(['path', 'virtual']),
      accessKeyHint: text(),
    }),
  ),
  neverExpires: optional(boolean),
  renewsItself: boolean,
  tokens: nullable(
    object({
      scopes: list(text()),
      accessTokenExpiresAtEpochSeconds: nullable(integer),
      renewable: boolean,
      stateVerified: optional(boolean),
    }),
  ),
  broker: nullable(object({ connector: text(), connectionId: text() })),
});

const settingText = text(maxFieldTextLength);
const settingTexts = list(settingText, 64);
const setting: Check = (value) =>
  settingText(value) || number(value) || boolean(value) || settingTexts(value);
const settings = table(setting, 60);

const parameterText = text(500);

const record = object({
  id: matching(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
  providerId: matching(/^[a-z][a-z0-9-]{1,39}$/),
  label: text(200),
  state: oneOf(['pending', 'active', 'rotating', 'deleting', 'abandoned']),
  generation: (value) => Number.isSafeInteger(value) && Number(value) >= 1,
  createdAtEpochSeconds: integer,
  updatedAtEpochSeconds: integer,
  verifiedAtEpochSeconds: nullable(integer),
  needsSignIn: boolean,
  refusedRenewals: optional(natural),
  problem: nullable(
    object({
      code: oneOf(errorCodes),
      params: table((value) => parameterText(value) || number(value), 60),
    }),
  ),
  renewalPolicy: optional(oneOf(renewalPolicies)),
  isFavourite: optional(boolean),
  tags: optional(list(text(maxTagLength), maxTags)),
  settings,
  nextSettings: optional(nullable(settings)),
  facts,
});

const file = object({
  version: oneOf([currentVersion]),
  sentinel: nullable(text(200)),
  connections: list(record),
  // What an earlier start could not read may be readable now, and would be in the list.
  quarantined: (value) => value === undefined,
});

/** What records of an earlier version do not have. */
type Since = 'renewalPolicy' | 'isFavourite' | 'tags';
type StoredRecord = Omit<ListedConnection, 'state' | 'renewalFailure' | Since> &
  Partial<Pick<ListedConnection, Since>> & {
    readonly id: string;
    readonly state: keyof typeof shownStates | 'abandoned';
  };

/** Tells what the list on disk shows; null when the store's own reading could find anything else. */
export const listedIn = (json: unknown): readonly ListedConnection[] | null => {
  if (!file(json)) return null;
  const { connections } = json as { readonly connections: readonly StoredRecord[] };
  if (new Set(connections.map(({ id }) => id)).size < connections.length) return null;
  const usual = { renewalPolicy: 'automatic', isFavourite: false, tags: [] } as const;
  return connections.flatMap(({ state, ...rest }) =>
    state === 'abandoned'
      ? []
      : [{ ...usual, ...rest, renewalFailure: null, state: shownStates[state] }],
  );
};

/**
 * Reads what the list shows before the rest of the program is there, without judging anything or
 * changing more than its mode: null for whatever is not a list just as this version writes it, with
 * `openMetadataStore` to say what that is.
 *
 * It does without zod, which takes longer to load than a thousand connections to read; a test holds
 * it against the schema.
 */
export const takeFirstLook = async (path: string): Promise<readonly ListedConnection[] | null> => {
  try {
    if ((await nodeFileSystem.kindOf(path)) !== 'file') return null;
    const data = await nodeFileSystem.read(path, maxFileBytes);
    if (data === null) return null;
    return listedIn(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(data)));
  } catch {
    return null;
  }
};

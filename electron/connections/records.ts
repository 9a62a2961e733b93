import { shownStates } from '../../shared/connection-rules.ts';
import type { ConnectionFacts, ConnectionView } from '../../shared/schemas.ts';
import { connectionFactsSchema } from '../../shared/schemas.ts';
import { type AppError, isAppError } from '../diagnostics/errors.ts';
import type { SecretRecord } from '../keychain/secret-store.ts';
import { accountName } from '../providers/account-name.ts';
import type { Credential, ProviderAdapter } from '../providers/adapter.ts';
import type { ConnectionRecord } from '../storage/metadata/schema.ts';

/**
 * The settings that belong to what the keychain holds: while a rotation is under way that may be the
 * former generation or the next, and the tokens of one server must never meet the addresses of
 * another.
 */
export const settingsFor = (
  record: ConnectionRecord,
  stored: Pick<SecretRecord, 'generation'>,
): ConnectionRecord['settings'] =>
  stored.generation > record.generation
    ? (record.nextSettings ?? record.settings)
    : record.settings;

/** What of a copy is taken over besides its secret. */
export type Noted = NonNullable<ConnectionRecord['nextNoted']>;

/** What a record becomes by what is stored, which a kill may have kept it from taking over. */
export const arrived = (
  record: ConnectionRecord,
  stored: Pick<SecretRecord, 'generation'>,
): Partial<ConnectionRecord> => ({
  generation: stored.generation,
  settings: settingsFor(record, stored),
  nextSettings: null,
  nextNoted: null,
  ...(stored.generation > record.generation ? record.nextNoted : {}),
});

/** A record of something that never became a connection is no one's business but `reconcile`'s. */
export const isShown = (record: ConnectionRecord): record is ShownRecord =>
  record.state !== 'abandoned';
export type ShownRecord = ConnectionRecord & {
  readonly state: Exclude<ConnectionRecord['state'], 'abandoned'>;
};

/** Works out what may be shown, in the shape that is kept; what was restored may bear any name. */
export const factsOf = (adapter: ProviderAdapter, credential: Credential): ConnectionFacts => {
  const facts = connectionFactsSchema.parse(adapter.describe(credential));
  return { ...facts, account: facts.account === null ? null : accountName(facts.account) };
};

type RenewalFailure = ConnectionView['renewalFailure'];
type ViewOf = { readonly adapter: ProviderAdapter | undefined; readonly view: ConnectionView };
const views = new WeakMap<ShownRecord, ViewOf>();

/**
 * What the window sees of a record: the same object as long as the record, its provider and what is
 * amiss with its renewal are the same, so that whoever compares two snapshots need not look inside.
 */
export const toConnectionView = (
  record: ShownRecord,
  adapter: ProviderAdapter | undefined,
  renewalFailure: RenewalFailure,
): ConnectionView => {
  const known = views.get(record);
  if (known !== undefined && known.adapter === adapter) {
    if (known.view.renewalFailure === renewalFailure) return known.view;
  }
  const view = makeView(record, adapter, renewalFailure);
  views.set(record, { adapter, view });
  return view;
};

/** A provider that is gone leaves the connection without actions. */
const makeView = (
  record: ShownRecord,
  adapter: ProviderAdapter | undefined,
  renewalFailure: RenewalFailure,
): ConnectionView => ({
  id: record.id,
  providerId: record.providerId,
  label: record.label,
  state: shownStates[record.state],
  problem:
    record.problem === null
      ? null
      : { ...record.problem, fields: {}, retryable: false, incident: null },
  needsSignIn: record.needsSignIn,
  createdAtEpochSeconds: record.createdAtEpochSeconds,
  updatedAtEpochSeconds: record.updatedAtEpochSeconds,
  verifiedAtEpochSeconds: record.verifiedAtEpochSeconds,
  s3Check: record.s3Check,
  signInCheck: record.signInCheck,
  facts: record.facts,
  renewalPolicy: record.renewalPolicy,
  reminder: record.reminder,
  isFavourite: record.isFavourite,
  tags: record.tags,
  renewalFailure,
  capabilities: {
    refresh: adapter?.refresh !== undefined,
    verify: adapter?.verify !== undefined,
    reconnect: adapter?.reauthorize !== undefined,
    revoke: adapter?.revoke !== undefined,
  },
});

/** Says that the list could not be written, whatever the record. */
export const isStorageTrouble = (error: unknown): error is AppError =>
  isAppError(
    error,
    'metadata.disk-full',
    'metadata.unwritable',
    'metadata.too-large',
    'metadata.newer-version',
  );

/**
 * Says that a connection needs its sign-in because of what was found here: the secret was gone or
 * damaged. Anything else was the provider's word, and an unknown reason counts as that.
 */
export const wasLostHere = ({ needsSignIn, problem }: ConnectionRecord): boolean =>
  needsSignIn && (problem?.code === 'keychain.missing' || problem?.code === 'keychain.corrupt');

/** The part of an error that a record keeps. */
export const problemOf = (error: AppError): NonNullable<ConnectionRecord['problem']> => ({
  code: error.code,
  params: error.params,
});

import { type ConnectionId, type ProviderId, providerIdSchema } from '../../shared/ids.ts';
import { itemLabel } from '../../shared/words/keychain-items.ts';
import { inEnglish } from '../../shared/words/messages.ts';
import { providerName } from '../../shared/words/providers.ts';
import { AppError, isAppError } from '../diagnostics/errors.ts';
import type { SecretFields, SecretRecord, SecretStore } from '../keychain/secret-store.ts';
import { nowEpochSeconds } from '../platform/epoch.ts';
import type { Clock } from '../platform/interfaces.ts';
import type { Credential, ProviderAdapter } from '../providers/adapter.ts';
import type { MetadataStore } from '../storage/metadata/metadata-store.ts';
import {
  type ConnectionRecord,
  type CopiedRecord,
  emptyFacts,
} from '../storage/metadata/schema.ts';
import {
  arrived,
  factsOf,
  isStorageTrouble,
  type Noted,
  problemOf,
  settingsFor,
  wasLostHere,
} from './records.ts';

/**
 * Moves credentials between the keychain and the list on disk in an order that survives a crash at
 * any point.
 *
 * - create: list `pending` → secret → list `active`
 * - create many: list `abandoned` → secrets → list `active`, each time all of them in one write
 * - rotate: list `rotating` → secret of the next generation → list `active`
 * - remove: list `deleting` → secret gone → list entry gone
 *
 * `reconcile` finishes or rolls back what a crash left in between. The list never holds a secret,
 * and everything shown is worked out again from what the keychain really holds.
 */
type NewConnection = {
  readonly id: ConnectionId;
  readonly adapter: ProviderAdapter;
  readonly label: string;
  readonly credential: Credential;
};

/** A connection as it was elsewhere: what is known of it, and its secrets. */
export type CopiedConnection = {
  readonly record: CopiedRecord;
  readonly fields: SecretFields;
};

export type Vault = {
  readonly find: (id: ConnectionId) => ConnectionRecord;
  readonly create: (draft: NewConnection) => Promise<void>;
  /**
   * Adds connections that were copied elsewhere: all of them, or none. What is cut short is taken
   * back, by `reconcile` where it cannot be at once.
   */
  readonly createAll: (
    copies: readonly CopiedConnection[],
    adapterOf: (id: ProviderId) => ProviderAdapter | undefined,
  ) => Promise<void>;
  /** Says that `createAll` is at work on it. */
  readonly isComing: (id: ConnectionId) => boolean;
  /** `noted` is what is known of a credential that comes from a copy. */
  readonly rotate: (
    id: ConnectionId,
    adapter: ProviderAdapter,
    credential: Credential,
    noted?: Noted | undefined,
  ) => Promise<void>;
  /**
   * Reads a connection's credential. Throws `keychain.missing` or `keychain.corrupt` and marks the
   * connection as needing a sign-in, until it can be read again; other keychain trouble changes
   * nothing.
   */
  readonly open: (id: ConnectionId) => Promise<Credential>;
  /** Marks a connection as `deleting` before its secret could be asked for. */
  readonly beginRemoval: (id: ConnectionId) => Promise<void>;
  /** Until the keychain confirms that the secret is gone, the record stays in the given state. */
  readonly remove: (id: ConnectionId, meanwhile?: 'deleting' | 'abandoned') => Promise<void>;
  /** Takes a removal back that did not come about, unless the list cannot be written. */
  readonly keep: (id: ConnectionId) => Promise<void>;
  /**
   * Counts a renewal that was refused without the provider's word. Nothing is dropped, and renewing
   * goes on; what keeps being refused is noted as a problem.
   */
  readonly noteRefusal: (id: ConnectionId, refusal: AppError) => Promise<void>;
  /** Labels the item of every account, in a keychain that they have just come to. */
  readonly labelAll: (adapterOf: (id: ProviderId) => ProviderAdapter | undefined) => void;
  readonly rename: (
    id: ConnectionId,
    label: string,
    adapter: ProviderAdapter | undefined,
  ) => Promise<void>;
  /** Changes what is known of a connection; its secret stays. */
  readonly note: (
    id: ConnectionId,
    part: Partial<
      Pick<
        ConnectionRecord,
        | 'problem'
        | 'needsSignIn'
        | 'verifiedAtEpochSeconds'
        | 's3Check'
        | 'signInCheck'
        | 'renewalPolicy'
        | 'reminder'
        | 'isFavourite'
      >
    >,
  ) => Promise<void>;
};

/** Once may be a server in trouble; so often in a row is a sign-in that is over. */
const refusalsToNote = 3;

export const createVault = (dependencies: {
  readonly metadata: MetadataStore;
  readonly secrets: SecretStore;
  readonly clock: Clock;
}): Vault => {
  const { metadata, secrets, clock } = dependencies;

  const proofOf = ({ isProven, isUnchecked, s3Check = null }: Credential) => ({
    problem: isUnchecked === true ? problemOf(new AppError('connection.unchecked')) : null,
    ...(isProven === true ? { verifiedAtEpochSeconds: nowEpochSeconds(clock), s3Check } : {}),
  });

  const find = (id: ConnectionId): ConnectionRecord => {
    const record = metadata.state().connections.find((each) => each.id === id);
    if (record === undefined) throw new AppError('connection.unknown');
    return record;
  };

  const note: Vault['note'] = (id, part) =>
    metadata.update(id, (record) => ({ ...record, ...part }));

  const mark = (id: ConnectionId, state: ConnectionRecord['state']): Promise<void> =>
    metadata.update(id, (record) => (record.state === state ? record : { ...record, state }));

  const noteRefusal: Vault['noteRefusal'] = (id, refusal) =>
    metadata.update(id, (record) => {
      const refusedRenewals = record.refusedRenewals + 1;
      const { code, params } = problemOf(refusal);
      const problem = { code, params: { ...params, reason: 'lasting' } };
      const isNew = refusedRenewals >= refusalsToNote && !record.needsSignIn;
      return { ...record, refusedRenewals, ...(isNew ? { problem } : {}) };
    });

  /** Notes what a look at the keychain showed; a list that cannot be written keeps nobody from it. */
  const remark: MetadataStore['update'] = (id, edit) =>
    metadata.update(id, edit).catch((error: unknown) => {
      if (!isStorageTrouble(error)) throw error;
    });

  /**
   * Takes over what reading a secret proves: that it is there, and which generation the one is that a
   * kill left behind. The next generation has to come after that one.
   */
  const catchUp = (record: ConnectionRecord, stored: SecretRecord): ConnectionRecord => {
    const isBehind = record.state === 'rotating' && stored.generation > record.generation;
    if (!isBehind && !wasLostHere(record)) return record;
    return {
      ...record,
      ...(wasLostHere(record) ? { needsSignIn: false, problem: null } : {}),
      ...(isBehind ? arrived(record, stored) : {}),
    };
  };

  /** Goes after every write, which labels the item anew; nothing waits for it. */
  const labelItem = (
    id: ConnectionId,
    label: string,
    adapter: ProviderAdapter | undefined,
  ): void => {
    void secrets.label(
      id,
      itemLabel(
        label,
        adapter === undefined ? null : inEnglish(() => providerName(adapter.descriptor)),
      ),
    );
  };

  const remove: Vault['remove'] = async (id, meanwhile = 'deleting') => {
    await mark(id, meanwhile);
    await secrets.delete(id);
    await metadata.remove(id);
  };

  const coming = new Set<ConnectionId>();

  const createAll: Vault['createAll'] = async (copies, adapterOf) => {
    const ids = copies.map(({ record }) => record.id);
    const records = copies.map(({ record }) => ({
      ...record,
      generation: 1,
      nextSettings: null,
      toldExpiry: null,
    }));
    for (const id of ids) coming.add(id);
    try {
      // Not shown, and taken back after a crash: until the last write they never were connected.
      await metadata.putAll(
        records.map((record) => ({ ...record, state: 'abandoned', facts: emptyFacts })),
      );
      for (const { record, fields } of copies) {
        await secrets.write(record.id, { generation: 1, fields });
        labelItem(record.id, record.label, adapterOf(record.providerId));
      }
      await metadata.putAll(records.map((record) => ({ ...record, state: 'active' })));
    } catch (error) {
      for (const id of ids) if (!(await takeBack(id))) break;
      throw error;
    } finally {
      for (const id of ids) coming.delete(id);
    }
  };

  /** Removes what never was connected. False when it cannot be now: `reconcile` does it then. */
  const takeBack = async (id: ConnectionId): Promise<boolean> => {
    const record = metadata.state().connections.find((each) => each.id === id);
    if (record?.state !== 'abandoned') return true;
    return remove(id, 'abandoned').then(
      () => true,
      (error: unknown) => {
        if (!isAppError(error)) throw error;
        return false;
      },
    );
  };

  return {
    find,
    note,
    createAll,
    isComing: (id) => coming.has(id),
    rename: async (id, label, adapter) => {
      await metadata.update(id, (record) => ({ ...record, label }));
      labelItem(id, label, adapter);
    },
    labelAll: (adapterOf) => {
      for (const { id, label, providerId } of metadata.state().connections) {
        labelItem(id, label, adapterOf(providerId));
      }
    },
    noteRefusal,
    create: async ({ id, adapter, label, credential }) => {
      // What could be wrong with the facts is wrong before anything is stored.
      const facts = factsOf(adapter, credential);
      await metadata.put({
        id,
        providerId: providerIdSchema.parse(adapter.descriptor.id),
        label,
        state: 'pending',
        generation: 1,
        createdAtEpochSeconds: nowEpochSeconds(clock),
        updatedAtEpochSeconds: nowEpochSeconds(clock),
        verifiedAtEpochSeconds: null,
        s3Check: null,
        signInCheck: null,
        needsSignIn: false,
        refusedRenewals: 0,
        problem: null,
        renewalPolicy: 'automatic',
        reminder: 'default',
        isFavourite: false,
        tags: [],
        toldExpiry: null,
        settings: credential.settings,
        nextSettings: null,
        facts: emptyFacts,
      });
      await secrets.write(id, { generation: 1, fields: credential.fields });
      labelItem(id, label, adapter);
      await metadata.update(id, (record) => ({
        ...record,
        state: 'active',
        facts,
        ...proofOf(credential),
      }));
    },
    rotate: async (id, adapter, credential, noted) => {
      const facts = factsOf(adapter, credential);
      await metadata.update(id, (record) => ({
        ...record,
        state: 'rotating',
        nextSettings: credential.settings,
        nextNoted: noted ?? null,
      }));
      const generation = find(id).generation + 1;
      await secrets.write(id, { generation, fields: credential.fields });
      labelItem(id, find(id).label, adapter);
      await metadata.update(id, (record) => ({
        ...record,
        state: 'active',
        generation,
        updatedAtEpochSeconds: nowEpochSeconds(clock),
        needsSignIn: false,
        refusedRenewals: 0,
        settings: credential.settings,
        nextSettings: null,
        facts,
        ...proofOf(credential),
        ...noted,
        nextNoted: null,
      }));
    },
    open: async (id) => {
      let stored: SecretRecord | null;
      try {
        stored = await secrets.read(id);
        if (stored === null) throw new AppError('keychain.missing');
      } catch (error) {
        if (isAppError(error, 'keychain.missing', 'keychain.corrupt')) {
          const problem = problemOf(error);
          // What the provider said before still holds when the secret comes back.
          await remark(id, (record) =>
            record.needsSignIn && !wasLostHere(record)
              ? record
              : { ...record, needsSignIn: true, problem },
          );
        }
        throw error;
      }
      const read = stored;
      const record = find(id);
      if (catchUp(record, read) !== record) await remark(id, (now) => catchUp(now, read));
      return { settings: settingsFor(find(id), read), fields: read.fields };
    },
    keep: (id) => remark(id, (record) => ({ ...record, state: 'active' })),
    beginRemoval: (id) => mark(id, 'deleting'),
    remove,
  };
};

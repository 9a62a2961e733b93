import { type ConnectionId, connectionIdSchema } from '../../../shared/ids.ts';
import type { ConnectionFacts, CopyState } from '../../../shared/schemas.ts';
import { AppError, isAppError } from '../../diagnostics/errors.ts';
import type { SecretFields } from '../../keychain/secret-store.ts';
import type { Credential } from '../../providers/adapter.ts';
import { type ConnectionRecord, copiedRecordSchema } from '../../storage/metadata/schema.ts';
import { factsOf, problemOf } from '../records.ts';
import type { CopiedConnection } from '../vault.ts';
import type { UseCaseDependencies } from './dependencies.ts';
import { createFindDuplicate, isSettled } from './duplicates.ts';

export type { CopiedConnection };

/** What taking a copy over would meet here. */
export type CopyPlace = {
  readonly state: CopyState;
  /** The account here that is the same one; null where there is none. */
  readonly here: ConnectionRecord | null;
  /** A second copy ends the first at its next renewal. */
  readonly worksOnce: boolean;
};

export type WantedCopy = {
  readonly copy: CopiedConnection;
  /** The account whose place it takes; null adds it beside the others. */
  readonly replaces: ConnectionId | null;
};

const isSameText = (one: SecretFields, other: SecretFields): boolean => {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => other[name]?.expose() === one[name]?.expose())
  );
};

/** Copies accounts with their secrets, and takes such copies over. */
export const createCopies = (dependencies: UseCaseDependencies) => {
  const { metadata, vault, operations, providers, random } = dependencies;
  const findDuplicate = createFindDuplicate(dependencies);
  const adapterOf = providers.get;

  const credentialOf = ({ record, fields }: CopiedConnection): Credential => ({
    settings: record.settings,
    fields,
  });
  const hasSameSecrets = async (id: ConnectionId, copy: CopiedConnection): Promise<boolean> => {
    try {
      return isSameText((await vault.open(id)).fields, copy.fields);
    } catch (error) {
      if (isAppError(error, 'keychain.missing', 'keychain.corrupt')) return false;
      throw error;
    }
  };

  /** What the provider makes of it; null where it can make nothing of it. */
  const factsIn = (copy: CopiedConnection): ConnectionFacts | null => {
    const adapter = adapterOf(copy.record.providerId);
    if (adapter === undefined) return copy.record.facts;
    try {
      return factsOf(adapter, credentialOf(copy));
    } catch {
      return null;
    }
  };

  /** The account here that the copy is of: by its id, by its name at the provider, or by its keys. */
  const findHere = async (
    copy: CopiedConnection,
    { account, s3 }: ConnectionFacts,
  ): Promise<ConnectionRecord | null> => {
    const { record } = copy;
    const all = metadata.state().connections.filter(({ state }) => isSettled(state));
    const sameId = all.find(
      ({ id, providerId }) => id === record.id && providerId === record.providerId,
    );
    if (sameId !== undefined) return sameId;
    const adapter = adapterOf(record.providerId);
    if (adapter === undefined) return null;
    const found = findDuplicate(adapter, credentialOf(copy));
    if (found !== undefined) return found;
    // Keys that bear no name are known by their ends, and then by themselves.
    if (account !== null || s3 === null) return null;
    for (const each of all) {
      const isAlike =
        each.providerId === record.providerId && each.facts.s3?.accessKeyHint === s3.accessKeyHint;
      if (isAlike && (await hasSameSecrets(each.id, copy))) return each;
    }
    return null;
  };

  const placeOf = async (copy: CopiedConnection): Promise<CopyPlace> => {
    const facts = factsIn(copy);
    if (facts === null) return { state: 'unfit', here: null, worksOnce: false };
    const here = await findHere(copy, facts);
    const adapter = adapterOf(copy.record.providerId);
    const worksOnce = adapter?.worksOnce?.(credentialOf(copy)) ?? false;
    if (here === null) return { state: 'new', here, worksOnce };
    const isSame = await hasSameSecrets(here.id, copy);
    return { state: isSame ? 'same' : 'differs', here, worksOnce };
  };

  /** What shall be known of the copy here; facts are worked out from its secrets, not taken over. */
  const asTaken = (copy: CopiedConnection, id: ConnectionId): CopiedConnection => {
    const { record, fields } = copy;
    const facts = factsIn(copy);
    if (facts === null) throw new AppError('connection.unreadable-settings');
    const worksOnce = adapterOf(record.providerId)?.worksOnce?.(credentialOf(copy)) ?? false;
    const isMarked = worksOnce && record.problem === null && !record.needsSignIn;
    const problem = isMarked ? problemOf(new AppError('connection.copied')) : record.problem;
    return { record: { ...record, id, facts, problem }, fields };
  };

  /** Puts a copy in the place of an account, as connecting it anew would. */
  const replace = async (id: ConnectionId, copy: CopiedConnection): Promise<void> => {
    const adapter = dependencies.adapterOf(copy.record.providerId);
    const { record } = asTaken(copy, id);
    const operation = operations.start(
      { kind: 'connect', providerId: record.providerId, connectionId: id, steps: ['save'] },
      async () => {
        const { needsSignIn, problem, verifiedAtEpochSeconds, s3Check, signInCheck } = record;
        const noted = { needsSignIn, problem, verifiedAtEpochSeconds };
        await vault.rotate(id, adapter, credentialOf(copy), noted);
        await vault.note(id, { s3Check, signInCheck });
      },
    );
    await operations.ended(operation).finally(() => operations.dismiss(operation));
  };

  return {
    /**
     * Copies accounts with their secrets; null copies all. Those whose secret is gone or damaged are
     * left out and named. Throws `keychain.*` where the keychain cannot be read.
     */
    copyOut: async (
      ids: readonly ConnectionId[] | null,
    ): Promise<{
      readonly copies: readonly CopiedConnection[];
      readonly leftOut: readonly ConnectionId[];
    }> => {
      const wanted = metadata
        .state()
        .connections.filter(
          (each) => isSettled(each.state) && (ids === null || ids.includes(each.id)),
        );
      const copies: CopiedConnection[] = [];
      const leftOut: ConnectionId[] = [];
      for (const { id } of wanted) {
        try {
          const { fields, settings } = await vault.open(id);
          const record = copiedRecordSchema.parse({ ...vault.find(id), settings });
          copies.push({ record, fields });
        } catch (error) {
          if (!isAppError(error, 'keychain.missing', 'keychain.corrupt')) throw error;
          leftOut.push(id);
        }
      }
      return { copies, leftOut };
    },

    placeOf,

    /**
     * Takes copies over. Those that are added come all or none; then one after the other takes the
     * place of the account that it replaces, whole. What is cut short can be begun again: what came
     * by then is there as the same account.
     */
    takeOver: async (wanted: readonly WantedCopy[]): Promise<void> => {
      dependencies.requireWritable();
      for (const { copy } of wanted) dependencies.requireProvider(copy.record.providerId);
      const replaced = wanted.flatMap(({ copy, replaces }) =>
        replaces === null ? [] : [{ copy, id: replaces }],
      );
      for (const { copy, id } of replaced) {
        dependencies.adapterOf(copy.record.providerId);
        const here = dependencies.requireSettled(id);
        if (here.providerId !== copy.record.providerId) throw new AppError('connection.unknown');
        if (operations.isBusy(id)) throw new AppError('connection.busy', { retryable: true });
      }
      const taken = new Set(metadata.state().connections.map(({ id }) => id));
      const added = wanted.flatMap(({ copy, replaces }) => {
        if (replaces !== null) return [];
        const isFree = !taken.has(copy.record.id);
        const id = isFree ? copy.record.id : connectionIdSchema.parse(random.uuid());
        taken.add(id);
        return [asTaken(copy, id)];
      });
      if (added.length > 0) await vault.createAll(added, adapterOf);
      for (const { copy, id } of replaced) await replace(id, copy);
    },
  };
};

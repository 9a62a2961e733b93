import type { ActivityEntry } from '../../shared/activity.ts';
import type { AssistantAct, UploadPlace } from '../../shared/assistants.ts';
import type { BucketEntry } from '../../shared/buckets.ts';
import type { Contract, ParsedArgument, Reply } from '../../shared/contract.ts';
import { maxReadBytes, maxUploadBytes } from '../../shared/limits.ts';
import { printable, shortened } from '../../shared/printable.ts';
import type { ConnectionView } from '../../shared/schemas.ts';
import type { Connections } from '../connections/connections.ts';
import { AppError, isAppError } from '../diagnostics/errors.ts';
import type { Clock, OnLeave } from '../platform/interfaces.ts';
import { linkTo, listBuckets, listEntries } from '../s3/browse.ts';
import { readObject, writeObject } from '../s3/objects.ts';
import type { S3Place } from '../s3/s3-call.ts';
import type { Consumer } from '../storage/consumer-store.ts';
import type { Approvals } from './approvals.ts';
import { type CredentialGate, lacks } from './credential-gate.ts';
import { withoutKeys } from './without-keys.ts';

type Calls = Contract['assistant'];

/** What one assistant has done. Throws `consumer.*`, `account.*`, `assistant.*` and what S3 refuses. */
export type Assistants = {
  readonly [Name in keyof Calls]: (
    consumer: Consumer,
    wanted: ParsedArgument<Calls[Name]>,
    onLeave: OnLeave,
  ) => Promise<Reply<Calls[Name]>>;
};

/** Names longer than this lose their middle where people read them. */
const shownLength = 120;
/** As many as an assistant reads with profit. */
const pageLength = 200;

const whereOf = (bucket: string, path: string): string =>
  shortened(path === '' ? bucket : `${bucket}/${path}`, shownLength);

const isoOf = (epochMs: number | null): string | null =>
  epochMs === null || Math.abs(epochMs) > 8.64e15 ? null : new Date(epochMs).toISOString();

/** Throws `assistant.upload-outside` for what lies elsewhere than the person allowed. */
const requireWithin = (
  uploads: UploadPlace | null,
  { bucket, key }: { readonly bucket: string; readonly key: string },
): UploadPlace => {
  const isWithin =
    uploads !== null &&
    uploads.bucket === bucket &&
    key.startsWith(uploads.prefix) &&
    key.length > uploads.prefix.length &&
    // Nothing that makes a name look like another one.
    printable(key) === key;
  if (!isWithin) throw new AppError('assistant.upload-outside');
  return uploads;
};

/** Throws for what cannot be uploaded as it was meant. */
const requireFit = (
  bytes: Buffer,
  { content, encoding }: { readonly content: string; readonly encoding: 'utf-8' | 'base64' },
): void => {
  // Node skips what is no base64.
  if (encoding === 'base64' && bytes.toString('base64') !== content.replace(/\s/g, ''))
    throw new AppError('input.invalid', { fields: { content: 'bad-format' } });
  if (bytes.length > maxUploadBytes) throw new AppError('assistant.too-large');
};

type Work<T> = {
  readonly act: AssistantAct;
  readonly account: string;
  /** As people read it; null where it is about no bucket. */
  readonly where: string | null;
  readonly sizeBytes?: number;
  /** Throws what makes it pointless to ask the person. */
  readonly check?: () => void;
  readonly run: (place: S3Place) => Promise<T>;
};

/**
 * Does with accounts what an assistant asks for, by the rule that the person chose: the requests are made
 * here, no key leaves, and each call has its line in the activity.
 */
export const createAssistants = (dependencies: {
  readonly gate: Pick<CredentialGate, 'accounts' | 'find' | 'requireMay'>;
  readonly approvals: Pick<Approvals, 'require'>;
  readonly connections: Pick<Connections, 'browse'>;
  readonly clock: Pick<Clock, 'nowEpochMs'>;
  /** Null once it is revoked. */
  readonly consumerNow: (id: string) => Consumer | null;
  readonly noteUse: (consumer: Consumer) => void;
  readonly note: (entry: Extract<ActivityEntry, { kind: 'assisted' }>) => void;
}): Assistants => {
  const { gate, approvals, connections, clock, consumerNow, noteUse, note } = dependencies;

  /** Asking and reading take a while, in which it can be revoked or lose the account. */
  const requireStill = (consumer: Consumer, { id }: ConnectionView): void => {
    const now = consumerNow(consumer.id);
    if (now === null) throw new AppError('consumer.unknown');
    if (now.connectionIds?.includes(id) === false) throw new AppError('account.unknown');
  };

  const work = async <T>(consumer: Consumer, onLeave: OnLeave, wanted: Work<T>): Promise<T> => {
    const { act, where, sizeBytes = null } = wanted;
    const leaving = new AbortController();
    onLeave(() => leaving.abort());
    let connection: ConnectionView | null = null;
    const noted = (outcome: 'done' | AppError['code']): void => {
      const account =
        connection === null ? {} : { account: { id: connection.id, label: connection.label } };
      note({ kind: 'assisted', consumer: consumer.name, act, where, outcome, ...account });
    };
    try {
      const found = gate.find(consumer, wanted.account);
      connection = found;
      gate.requireMay(consumer);
      if (found.facts.s3 === null) throw lacks('account.without-s3-keys', found);
      wanted.check?.();
      await approvals.require(consumer, found, onLeave, { act, where, sizeBytes });
      noteUse(consumer);
      const given = await connections.browse.at(found.id, leaving.signal, async (place) => {
        requireStill(consumer, found);
        const value = await wanted.run(place);
        return withoutKeys(value, place.keys, act === 'link');
      });
      requireStill(consumer, found);
      noted('done');
      return given;
    } catch (error) {
      noted(isAppError(error) ? error.code : 'internal');
      throw error;
    }
  };

  const names = (entries: readonly BucketEntry[], kind: BucketEntry['kind']) =>
    entries.filter((entry) => entry.kind === kind);

  return {
    accounts: async (consumer) => {
      const accounts = gate.accounts(consumer).map(({ name, id, provider, place, state }) => ({
        name,
        id,
        provider,
        place,
        state,
      }));
      const place = consumer.assistant?.uploads ?? null;
      const uploads =
        place === null
          ? null
          : { bucket: place.bucket, prefix: place.prefix, mayReplace: place.replaces };
      note({
        kind: 'assisted',
        consumer: consumer.name,
        act: 'list-accounts',
        where: null,
        outcome: 'done',
      });
      return { accounts, uploads };
    },
    buckets: (consumer, { account }, onLeave) =>
      work(consumer, onLeave, {
        act: 'list-buckets',
        account,
        where: null,
        run: async (place) => {
          const { entries, hasMore } = await listBuckets(place);
          const buckets = entries.map(({ name, changedAtEpochMs }) => ({
            name,
            createdAt: isoOf(changedAtEpochMs),
          }));
          return { buckets, hasMore };
        },
      }),
    objects: (consumer, { account, bucket, prefix, cursor }, onLeave) =>
      work(consumer, onLeave, {
        act: 'list-objects',
        account,
        where: whereOf(bucket, prefix),
        run: async (place) => {
          const { entries, nextCursor } = await listEntries(place, {
            bucket,
            prefix,
            most: pageLength,
            ...(cursor === undefined ? {} : { cursor }),
          });
          return {
            folders: names(entries, 'folder').map(({ name }) => name),
            objects: names(entries, 'object').map(({ name, sizeBytes, changedAtEpochMs }) => ({
              key: name,
              sizeBytes: sizeBytes ?? 0,
              changedAt: isoOf(changedAtEpochMs),
            })),
            nextCursor,
          };
        },
      }),
    link: (consumer, { account, bucket, key, minutes }, onLeave) =>
      work(consumer, onLeave, {
        act: 'link',
        account,
        where: whereOf(bucket, key),
        run: async (place) => {
          const seconds = minutes * 60;
          const expiresAt = new Date(clock.nowEpochMs() + seconds * 1000).toISOString();
          return { url: (await linkTo(place, { bucket, key, seconds })).expose(), expiresAt };
        },
      }),
    read: (consumer, { account, bucket, key }, onLeave) =>
      work(consumer, onLeave, {
        act: 'read',
        account,
        where: whereOf(bucket, key),
        run: async (place) => ({
          ...(await readObject(place, { bucket, key, maxBytes: maxReadBytes })),
          encoding: 'utf-8',
        }),
      }),
    upload: (consumer, { account, bucket, key, content, encoding }, onLeave) => {
      const bytes = Buffer.from(content, encoding);
      const uploads = consumer.assistant?.uploads ?? null;
      return work(consumer, onLeave, {
        act: 'upload',
        account,
        where: whereOf(bucket, key),
        sizeBytes: bytes.length,
        check: () => {
          requireFit(bytes, { content, encoding });
          requireWithin(uploads, { bucket, key });
        },
        run: async (place) => {
          const { replaces } = requireWithin(uploads, { bucket, key });
          const contentType =
            encoding === 'utf-8' ? 'text/plain; charset=utf-8' : 'application/octet-stream';
          await writeObject(place, { bucket, key, bytes, contentType, replaces });
          return { bucket, key, sizeBytes: bytes.length };
        },
      });
    },
  };
};

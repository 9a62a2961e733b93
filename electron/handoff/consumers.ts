import { hash, timingSafeEqual } from 'node:crypto';
import type { ConnectionId } from '../../shared/ids.ts';
import type { ConsumerKind } from '../../shared/organisation.ts';
import type { ConsumerView } from '../../shared/schemas.ts';
import { AppError } from '../diagnostics/errors.ts';
import { Secret } from '../diagnostics/secret.ts';
import type { Clock, Random } from '../platform/interfaces.ts';
import { createSerialQueue } from '../platform/serial-queue.ts';
import type { Consumer, ConsumerStore } from '../storage/consumer-store.ts';
import type { HeaderFolder } from '../storage/header-folder.ts';

/** 256 bits (RFC 6749, section 10.10, asks for 128 at least). */
const tokenBytes = 32;
/** The last use is written this often at most, so that a busy tool costs no disk. */
const useWrittenSeconds = 60;

export const commandLineHandle = 'command-line';

export type { Consumer };

type NewConsumer = Pick<Consumer, 'name' | 'handle' | 'connectionIds' | 'rule'> &
  Partial<Pick<Consumer, 'usesEndpoint' | 'assistant'>>;

export type Consumers = {
  readonly all: () => readonly Consumer[];
  /** Calls back after every change, last uses too. */
  readonly onChange: (listener: () => void) => void;
  /** Null once it is revoked. Knows what was lent, as well. Last uses are in `all` alone. */
  readonly byId: (id: string) => Consumer | null;
  /** What the window shows of them. */
  readonly views: () => readonly ConsumerView[];
  /** Gives whose token it is; null for a token that nobody has. Takes the same time for any of them. */
  readonly find: (token: string) => Consumer | null;
  /**
   * Makes a consumer and the files with its token; one of that handle is replaced, and its token ends.
   * Gives the paths of the files; one with the token alone has who asks the endpoint. Throws
   * `organisation.locked`.
   */
  readonly give: (
    consumer: NewConsumer,
  ) => Promise<{ readonly headerFile: string; readonly tokenFile: string | null }>;
  /** Ends a consumer's token and removes its file. Resolves when there was none as well. */
  readonly revoke: (handle: string) => Promise<void>;
  /** Removes the list of them, once all are revoked. */
  readonly erase: () => Promise<void>;
  readonly setRule: (handle: string, rule: Consumer['rule']) => Promise<void>;
  /** Takes an account away that is no more; who has none left is gone as well. */
  readonly forgetAccount: (id: ConnectionId) => Promise<void>;
  /**
   * Lends an account to one command of a consumer. Gives the token, which is written nowhere and ends
   * with `takeBack`, with the consumer, or with this process.
   */
  readonly lend: (
    consumer: Consumer,
    connectionId: ConnectionId,
  ) => { readonly loan: string; readonly token: Secret };
  readonly takeBack: (loan: string) => void;
  /** A command runs that an account was lent to. */
  readonly hasLoans: () => boolean;
  /** Somebody may ask the endpoint. */
  readonly needEndpoint: () => boolean;
  readonly endpointPort: () => number | null;
  readonly rememberEndpointPort: (port: number) => Promise<void>;
  readonly noteUse: (consumer: Consumer) => void;
  /** Writes last uses that are not written yet; resolves when done. */
  readonly stop: () => Promise<void>;
  /** Makes sure that the command line is a consumer that can ask, unless the person revoked it. */
  readonly welcomeCommandLine: (name: string) => Promise<void>;
  readonly isCommandLineRevoked: () => boolean;
  /** Gives the command line the access back that was revoked, by the rule that it had. */
  readonly letCommandLineAsk: (name: string) => Promise<void>;
  /** Calls back whenever the files with tokens may have changed, until the reply is called. */
  readonly watchTokens: (onChange: () => void) => () => void;
};

/** What it lent to a command bears its handle, for one account. */
export const isCommandLine = ({
  handle,
  connectionIds,
}: Pick<Consumer, 'handle' | 'connectionIds'>): boolean =>
  handle === commandLineHandle && connectionIds === null;

/** What is lent to a command goes as the command line does. */
export const consumerKindOf = ({ handle }: Pick<Consumer, 'handle'>): ConsumerKind =>
  handle === commandLineHandle ? 'command-line' : 'tools';

type Known = { readonly consumer: Consumer; readonly digest: Buffer };

const digestOf = (token: string): Buffer => hash('sha256', token, 'buffer');

export const createConsumers = (dependencies: {
  readonly store: ConsumerStore;
  readonly headers: HeaderFolder;
  readonly clock: Pick<Clock, 'nowEpochMs'>;
  readonly random: Random;
  readonly report: (error: unknown) => void;
  /** Throws for a kind of consumer that the organisation lets have nothing. */
  readonly requireConsumer: (kind: ConsumerKind) => void;
}): Consumers => {
  const { store, headers, clock, random, report } = dependencies;
  const listeners = new Set<() => void>();
  const onChange = (): void => {
    for (const listener of listeners) listener();
  };
  /** Uses since they were last written, in epoch seconds. */
  const uses = new Map<string, number>();
  const inTurn = createSerialQueue();
  const loans = new Map<string, Consumer & { readonly lentBy: string }>();
  const nowSeconds = (): number => Math.floor(clock.nowEpochMs() / 1000);
  const stored = (): readonly Consumer[] => store.state().content.consumers;

  const change = async (edit: (now: readonly Consumer[]) => readonly Consumer[]): Promise<void> => {
    await store.change((now) => {
      const consumers = edit(now.consumers);
      if (consumers === now.consumers) return now;
      const isTold = consumers.some(({ usesEndpoint }) => usesEndpoint);
      return {
        consumers,
        // Named in the settings of those tools alone: the next one may be told of another.
        endpointPort: isTold ? now.endpointPort : null,
        revokedCommandLine: consumers.some(isCommandLine)
          ? null
          : (now.consumers.find(isCommandLine)?.rule ?? now.revokedCommandLine),
      };
    });
    onChange();
  };

  const without =
    (handle: string) =>
    (now: readonly Consumer[]): readonly Consumer[] =>
      now.some((each) => each.handle === handle)
        ? now.filter((each) => each.handle !== handle)
        : now;

  const give: Consumers['give'] = async (consumer) => {
    const token = new Secret(random.token(tokenBytes));
    const added: Consumer = {
      usesEndpoint: false,
      assistant: null,
      ...consumer,
      id: random.uuid(),
      tokenDigest: digestOf(token.expose()).toString('hex'),
      createdAtEpochSeconds: nowSeconds(),
      lastUsedAtEpochSeconds: null,
    };
    // The list first: a token that nobody knows opens nothing, one without a file is given anew.
    await change((now) => [...without(consumer.handle)(now), added]);
    return {
      headerFile: await headers.write(consumer.handle, token),
      tokenFile: added.usesEndpoint ? await headers.writeToken(consumer.handle, token) : null,
    };
  };

  const giveCommandLine = async (name: string, rule: Consumer['rule']): Promise<void> => {
    await give({ name, handle: commandLineHandle, connectionIds: null, rule });
  };
  const revokedCommandLine = () => store.state().content.revokedCommandLine;

  const writeUses = (): Promise<void> => {
    const isLate = ({ id, lastUsedAtEpochSeconds }: Consumer): boolean =>
      (uses.get(id) ?? 0) > (lastUsedAtEpochSeconds ?? 0);
    return change((now) =>
      now.some(isLate)
        ? now.map((each) => ({
            ...each,
            lastUsedAtEpochSeconds: uses.get(each.id) ?? each.lastUsedAtEpochSeconds,
          }))
        : now,
    ).catch(report);
  };

  const withUse = (each: Consumer): Consumer => ({
    ...each,
    lastUsedAtEpochSeconds: uses.get(each.id) ?? each.lastUsedAtEpochSeconds,
  });
  /** What was lent ends with whom it was lent to, and goes by their rule as it is now. */
  const lent = (lenders: readonly Consumer[]): readonly Consumer[] =>
    [...loans.values()].flatMap((loan) => {
      const lender = lenders.find(({ id }) => id === loan.lentBy);
      return lender === undefined ? [] : [{ ...loan, name: lender.name, rule: lender.rule }];
    });
  const listKnown = (lenders: readonly Consumer[]): readonly Known[] =>
    [...lenders, ...lent(lenders)].map((consumer) => ({
      consumer,
      digest: Buffer.from(consumer.tokenDigest, 'hex'),
    }));
  /** Made anew when somebody comes, changes or goes: each request asks for it several times. */
  let listed: { readonly lenders: readonly Consumer[]; readonly known: readonly Known[] } | null =
    null;
  const known = (): readonly Known[] => {
    const lenders = stored();
    if (listed?.lenders !== lenders) listed = { lenders, known: listKnown(lenders) };
    return listed.known;
  };

  const all = (): readonly Consumer[] => stored().map(withUse);

  return {
    all,
    views: () => all().map(({ id: _, tokenDigest: __, ...view }) => view),
    onChange: (listener) => void listeners.add(listener),
    byId: (id) => known().find(({ consumer }) => consumer.id === id)?.consumer ?? null,
    find: (token) => {
      const shown = digestOf(token);
      let found: Consumer | null = null;
      for (const { consumer, digest } of known()) {
        if (timingSafeEqual(shown, digest)) found = consumer;
      }
      return found;
    },
    give: async (consumer) => {
      dependencies.requireConsumer(consumerKindOf(consumer));
      return give(consumer);
    },
    revoke: async (handle) => {
      await change(without(handle));
      await headers.remove(handle);
    },
    erase: async () => {
      uses.clear();
      await store.erase();
      onChange();
    },
    setRule: (handle, rule) =>
      change((now) => {
        if (!now.some((each) => each.handle === handle)) throw new AppError('consumer.unknown');
        return now.map((each) => (each.handle === handle ? { ...each, rule } : each));
      }),
    forgetAccount: async (id) => {
      const only = stored().filter(
        ({ connectionIds }) => connectionIds?.length === 1 && connectionIds[0] === id,
      );
      await change((now) =>
        now.some(({ connectionIds }) => connectionIds?.includes(id))
          ? now
              .filter((each) => !only.some(({ handle }) => handle === each.handle))
              .map((each) =>
                each.connectionIds === null
                  ? each
                  : { ...each, connectionIds: each.connectionIds.filter((other) => other !== id) },
              )
          : now,
      );
      await Promise.all(only.map(({ handle }) => headers.remove(handle)));
    },
    lend: (consumer, connectionId) => {
      const token = new Secret(random.token(tokenBytes));
      const loan = random.uuid();
      loans.set(loan, {
        ...consumer,
        id: loan,
        lentBy: consumer.id,
        connectionIds: [connectionId],
        usesEndpoint: true,
        tokenDigest: digestOf(token.expose()).toString('hex'),
      });
      listed = null;
      onChange();
      return { loan, token };
    },
    takeBack: (loan) => {
      if (!loans.delete(loan)) return;
      listed = null;
      onChange();
    },
    hasLoans: () => loans.size > 0,
    needEndpoint: () => loans.size > 0 || stored().some(({ usesEndpoint }) => usesEndpoint),
    endpointPort: () => store.state().content.endpointPort,
    rememberEndpointPort: (port) => store.change((now) => ({ ...now, endpointPort: port })),
    noteUse: ({ id }) => {
      const now = nowSeconds();
      uses.set(id, now);
      const written = stored().find((each) => each.id === id)?.lastUsedAtEpochSeconds ?? 0;
      if (now - written >= useWrittenSeconds) void writeUses();
    },
    stop: () => writeUses(),
    watchTokens: headers.watch,
    // One after the other: two at once would each make a token, of which one is good.
    welcomeCommandLine: (name) =>
      inTurn(async () => {
        const known = stored().find(isCommandLine);
        if (known === undefined ? revokedCommandLine() !== null : await headers.has(known.handle))
          return;
        // Whoever removes the file shall not get around a rule that the person chose.
        await giveCommandLine(name, known?.rule ?? 'always');
      }),
    isCommandLineRevoked: () => revokedCommandLine() !== null,
    letCommandLineAsk: async (name) => {
      const rule = revokedCommandLine();
      if (rule !== null) await giveCommandLine(name, rule);
    },
  };
};

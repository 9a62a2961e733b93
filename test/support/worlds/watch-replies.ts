import { channelName } from '../../../shared/channels.ts';
import { contract } from '../../../shared/contract.ts';
import { findIn } from '../processes/canaries.ts';

type Call = (...parts: readonly unknown[]) => unknown;

/** What the keychain keeps beside secrets, and people see. */
const publicFields: ReadonlySet<string> = new Set([
  'account',
  // Of Alloy, where it stands for a connection.
  'connectionId',
  'contacts',
  'endpoint',
  'expiresAtEpochSeconds',
  'hostname',
  'scopes',
]);
/** Short ones stand in many a text by chance. */
const minSecretLength = 12;

/** The secrets of the records that a keychain holds, each under the name of its field. */
const secretsIn = (items: ReadonlyMap<string, string>): ReadonlyMap<string, string> => {
  const records = [...items].flatMap(([account, text]) => {
    try {
      return [[account, JSON.parse(text).fields ?? {}] as const];
    } catch {
      // The sentinel, or a part of a record that is too long for one item.
      return [];
    }
  });
  return new Map(
    records.flatMap(([account, fields]) =>
      Object.entries(fields).flatMap(([name, value]) =>
        typeof value === 'string' && value.length >= minSecretLength && !publicFields.has(name)
          ? [[`${name} of ${account}`, value] as const]
          : [],
      ),
    ),
  );
};

/** What a window may call, and may learn no secret by. */
const isWatched = (group: string, name: string): boolean => {
  const entries = contract[group as keyof typeof contract] as Readonly<Record<string, object>>;
  const entry = entries[name];
  const callers = entry !== undefined && 'callers' in entry ? (entry.callers as string[]) : [];
  return `${group}.${name}` !== 'credentials.reveal' && callers.some((each) => each !== 'agent');
};

/** Notes each reply to the window, and each push, that holds a secret of the keychain. */
export const createReplyWatch = (items: ReadonlyMap<string, string>) => {
  const leaks = new Set<string>();
  const look = (channel: string, reply: unknown): void => {
    const content = Buffer.from(JSON.stringify(reply) ?? '');
    for (const leak of findIn([{ path: channel, content }], secretsIn(items))) leaks.add(leak);
  };
  return {
    leaks,
    look,
    over: <T extends object>(handlers: T): T => {
      const watched = (group: string, [name, call]: readonly [string, Call]) => {
        if (!isWatched(group, name)) return [name, call] as const;
        const channel = channelName(group, name);
        const seen = (reply: unknown): unknown => {
          look(channel, reply);
          return reply;
        };
        const watchedCall: Call = (...parts) => {
          const reply = call(...parts);
          return reply instanceof Promise ? reply.then(seen) : seen(reply);
        };
        return [name, watchedCall] as const;
      };
      const groups = Object.entries(handlers as Readonly<Record<string, Record<string, Call>>>);
      return Object.fromEntries(
        groups.map(([group, calls]) => [
          group,
          Object.fromEntries(Object.entries(calls).map((each) => watched(group, each))),
        ]),
      ) as T;
    },
  };
};

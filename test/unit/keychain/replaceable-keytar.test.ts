import { expect, it } from 'vitest';
import {
  type HelperReply,
  replaceableKeytar,
} from '../../../electron/keychain/replaceable-keytar.ts';

/** keytar in a process and in helpers, each of which fails with the next of these; null answers. */
const sessions = (failures: readonly (string | null)[]) => {
  let used = 0;
  const ended: number[] = [];
  const failure = (session: number): string | null => failures[session] ?? null;
  const here = async () => {
    const message = failure(0);
    if (message !== null) throw new Error(message);
    return 'v';
  };
  const keytar = replaceableKeytar(
    {
      getPassword: here,
      setPassword: async () => void (await here()),
      deletePassword: async () => (await here()) === 'v',
    },
    () => {
      used += 1;
      const session = used;
      let listener: (reply: HelperReply) => void = () => {};
      return {
        send: ({ id }) => {
          const message = failure(session);
          queueMicrotask(() =>
            listener(message === null ? { id, ok: true, value: 'v' } : { id, ok: false, message }),
          );
        },
        onReply: (next) => {
          listener = next;
        },
        onExit: () => {},
        end: () => void ended.push(session),
      };
    },
  );
  return { keytar, used: () => used, ended };
};

const lost = "Can't find session /org/freedesktop/secrets/session/7";
const refused = 'Client public key size is invalid';

it('K24 makes a call once more in a new session for each that is lost, and ends the lost ones', async () => {
  const { keytar, used, ended } = sessions([lost, refused, refused, null]);
  expect(await keytar.getPassword('s', 'a')).toBe('v');
  expect(await keytar.getPassword('s', 'a')).toBe('v');
  expect([used(), ended]).toEqual([3, [1, 2]]);
});

it('K24 gives up where each session is lost, and at once where something else is wrong', async () => {
  const all = sessions(Array.from({ length: 20 }, () => lost));
  await expect(all.keytar.getPassword('s', 'a')).rejects.toThrow(lost);
  expect(all.used()).toBe(3);
  const other = sessions(['Cannot create an item in a locked collection']);
  await expect(other.keytar.setPassword('s', 'a', 'v')).rejects.toThrow('locked collection');
  expect(other.used()).toBe(0);
});

import { join } from 'node:path';
import type { RestoreChoice } from '../../shared/backup.ts';
import type { Snapshot } from '../../shared/schemas.ts';
import type { OAuthProvider } from '../stand-ins/oauth-provider.ts';
import type { RunningApp } from '../support/app/app.ts';
import type { Desktop } from '../support/desktop/desktop.ts';
import type { Account, Backup, Copy, Fall, Found } from './accounts.ts';
import { act, backUp, openBackup, restore } from './page.ts';

type Act = 'connect' | 'reconnect' | 'refresh' | 'rename' | 'disconnect';

/** An act that is under way. */
type Begun = {
  readonly fall: Fall;
  /** How long it may take at most until the program falls, in milliseconds. */
  readonly spanMs: number;
  /** Whether the window was told that it is done. */
  readonly done: Promise<boolean>;
};

const spansMs: Readonly<Record<Account['kind'], Readonly<Partial<Record<Act, number>>>>> = {
  keys: { connect: 200, reconnect: 200, rename: 30, disconnect: 120 },
  'sign-in': { connect: 500, reconnect: 500, refresh: 200, rename: 30, disconnect: 150 },
};
/** The key of a backup takes most of its time. */
const backUpMs = 550;
const restoreMs = 100;

/** Acts that end what was there at the provider before anything new, or its end, can be stored. */
const spending: readonly Act[] = ['refresh', 'reconnect', 'disconnect'];

export const passphrase = 'five words of the walk';

/** Begins what a person does: to one of the accounts, or with a backup of all of them. */
export const createActs = (
  desktop: Desktop,
  provider: OAuthProvider,
  { accounts, seed, random }: { accounts: readonly Account[]; seed: number; random: () => number },
) => {
  const { ledger, s3 } = desktop.world;
  const file = join(desktop.keyring.home, 'kills.jwe');
  let turn = 0;

  const pick = <T>(from: readonly T[]): T => {
    const one = from[Math.floor(random() * from.length)];
    if (one === undefined) throw new Error('nothing to pick from');
    return one;
  };

  const newKeys = () => {
    const keys = {
      accessKeyId: `KILLS${String(turn).padStart(8, '0')}`,
      secretAccessKey: `secret-${seed}-${turn}`.padEnd(40, 'x'),
    };
    ledger.addKeys(keys);
    return keys;
  };

  const formOf = (kind: Account['kind'], keys: ReturnType<typeof newKeys>) =>
    kind === 'keys'
      ? { endpoint: s3.endpoint, region: 'us-east-1', addressing: 'path', ...keys }
      : {
          issuer: provider.origin,
          clientId: provider.client.clientId,
          clientSecret: provider.client.clientSecret,
          registerClient: false,
          authentication: 'client_secret_basic',
          useDeviceCode: false,
          redirectPolicy: 'ephemeral-ip',
          scopes: ['email', 'offline_access'],
        };

  /** What was there before the act may be found, and what it leads to; once it is told done, that alone. */
  const under = (
    made: Promise<string>,
    spanMs: number,
    {
      what,
      becomes = new Map(),
      backups = null,
      spends = [],
      together = [],
    }: Partial<Pick<Fall, 'spends' | 'together'>> & {
      readonly what: string;
      readonly becomes?: ReadonlyMap<Account, Found>;
      /** Before and after it. */
      readonly backups?: readonly [Backup, Backup] | null;
    },
  ): Begun => {
    const known = new Map(accounts.map((account) => [account, account.known]));
    let isDone = false;
    return {
      spanMs,
      done: made.then(
        (outcome) => {
          isDone = outcome === 'done';
          return isDone;
        },
        () => false,
      ),
      fall: {
        what,
        spends,
        together,
        may: (account) => {
          const was = known.get(account) ?? null;
          const is = becomes.get(account);
          if (is === undefined) return [was];
          return isDone ? [is] : [was, is];
        },
        backups: () => (isDone ? backups?.slice(1) : backups) ?? [],
      },
    };
  };

  const ofAccount = ({ window }: RunningApp, snapshot: Snapshot, account: Account): Begun => {
    const { kind, known, providerId } = account;
    const one = snapshot.connections.find((each) => each.providerId === providerId);
    const possible = (Object.keys(spansMs[kind]) as Act[]).filter((name) =>
      one === undefined ? name === 'connect' : name !== 'connect',
    );
    const name = pick(possible);
    const keys = newKeys();
    const secret = kind === 'keys' ? keys.secretAccessKey : null;
    const label = `Account ${turn}`;
    const after: Readonly<Record<Act, Found>> = {
      connect: { label, secret },
      reconnect: known === null ? null : { ...known, secret },
      refresh: known,
      rename: known === null ? null : { ...known, label },
      disconnect: null,
    };
    const argument =
      name === 'connect'
        ? { providerId, label, input: formOf(kind, keys), draft: null }
        : name === 'rename'
          ? { connectionId: one?.id, label }
          : { connectionId: one?.id };
    const made = act(window, { channel: name, argument, secret: JSON.stringify(keys) });
    return under(made, spansMs[kind][name] ?? 0, {
      what: `${name} ${kind}`,
      becomes: new Map([[account, after[name]]]),
      spends: spending.includes(name) ? [account] : [],
    });
  };

  const ofBackup = ({ window }: RunningApp, backup: Backup): Begun => {
    const copies = accounts.flatMap((account) =>
      account.known === null ? [] : [{ account, is: account.known }],
    );
    const made = backUp(window, passphrase);
    return under(made, backUpMs, { what: 'back up', backups: [backup, copies] });
  };

  const ofRestore = async ({ window }: RunningApp, copies: readonly Copy[]): Promise<Begun> => {
    const { backup, accounts: shown } = await openBackup(window, passphrase);
    const becomes = new Map<Account, Found>();
    const together: Account[] = [];
    const choices = shown.map(({ providerId, here }): RestoreChoice => {
      const copy = copies.find(({ account }) => account.providerId === providerId);
      if (copy === undefined) throw new Error(`${providerId} is in no backup`);
      const { account, is } = copy;
      if (here !== null) {
        becomes.set(account, { label: here.label, secret: is.secret });
        return 'replace';
      }
      // Beside another one of its kind it could not be told apart.
      if (account.known !== null) return 'skip';
      becomes.set(account, is);
      together.push(account);
      return 'add';
    });
    // What it holds of a sign-in may have been used up since.
    const spends = [...becomes.keys()];
    const made = restore(window, { backup, choices });
    return under(made, restoreMs, { what: 'restore', becomes, spends, together });
  };

  return {
    file,
    begin: async (running: RunningApp, snapshot: Snapshot, backup: Backup): Promise<Begun> => {
      turn += 1;
      await running.app.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = async () => ({ canceled: false, filePath });
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] });
      }, file);
      const isEmpty = snapshot.connections.length === 0;
      const withFile = [...(isEmpty ? [] : ['back up']), ...(backup === null ? [] : ['restore'])];
      const subject = pick([...accounts, ...(withFile.length > 0 ? (['file'] as const) : [])]);
      if (subject !== 'file') return ofAccount(running, snapshot, subject);
      return pick(withFile) === 'restore' && backup !== null
        ? ofRestore(running, backup)
        : ofBackup(running, backup);
    },
  };
};

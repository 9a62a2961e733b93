import type { ConnectionView, Snapshot } from '../../shared/schemas.ts';
import type { OAuthProvider } from '../stand-ins/oauth-provider.ts';
import { oauthProfiles } from '../stand-ins/profiles/index.ts';
import type { RunningApp } from '../support/app/app.ts';
import { accountItems, type Desktop } from '../support/desktop/desktop.ts';
import { answerConsent } from '../support/oauth/plain-browser.ts';
import { untilExit } from '../support/processes/processes.ts';
import { act, reveal, settled } from './page.ts';
import { createSeeded } from './random.ts';

type Act = 'connect' | 'reconnect' | 'refresh' | 'rename' | 'disconnect';
type Kind = 'keys' | 'sign-in';

/** What may be found of an account: once more after each kill, one of several. */
type Found = { readonly label: string; readonly secret: string | null } | null;

type Account = {
  readonly kind: Kind;
  readonly providerId: string;
  known: Found;
};

/** What was counted, each but `kills`, `finished` and `signInAgain` a breach. */
export type Tally = {
  kills: number;
  /** Acts that the window was told the end of before the program fell. */
  finished: number;
  lost: number;
  orphaned: number;
  double: number;
  wrong: number;
  /** The provider had taken or ended the token when the program fell: nothing else can follow. */
  signInAgain: number;
  readonly acts: Record<string, number>;
  readonly breaches: string[];
};

/** How long an act may have been under way when the program falls, in milliseconds. */
const spanMs: Readonly<Record<Kind, Readonly<Partial<Record<Act, number>>>>> = {
  keys: { connect: 200, reconnect: 200, rename: 30, disconnect: 120 },
  'sign-in': { connect: 500, reconnect: 500, refresh: 200, rename: 30, disconnect: 150 },
};

/** Acts that end what was there at the provider before anything new, or its end, can be stored. */
const spending: readonly Act[] = ['refresh', 'reconnect', 'disconnect'];

/**
 * Kills the packaged program at random moments of what it does with two accounts, one with keys and one
 * whose refresh tokens work once, and looks after each start at what is left. The seed decides what is
 * done and when it falls; how far the program comes by then is the machine's.
 */
export const walkKills = async (
  desktop: Desktop,
  { seed, kills, say }: { seed: number; kills: number; say: (line: string) => void },
): Promise<Tally> => {
  const random = createSeeded(seed);
  const pick = <T>(from: readonly T[]): T => {
    const one = from[Math.floor(random() * from.length)];
    if (one === undefined) throw new Error('nothing to pick from');
    return one;
  };
  const provider: OAuthProvider = await desktop.world.startOAuthProvider(oauthProfiles.oidc);
  provider.settings.issuer = provider.origin;
  const { ledger, s3 } = desktop.world;
  void (async () => {
    for (;;) await answerConsent(await desktop.opener.next(), 'approve').catch(() => {});
  })();

  const accounts: readonly Account[] = [
    { kind: 'keys', providerId: 's3-minio', known: null },
    { kind: 'sign-in', providerId: 'oidc', known: null },
  ];
  const tally: Tally = {
    kills: 0,
    finished: 0,
    lost: 0,
    orphaned: 0,
    double: 0,
    wrong: 0,
    signInAgain: 0,
    acts: {},
    breaches: [],
  };
  let turn = 0;

  const newKeys = () => {
    const keys = {
      accessKeyId: `KILLS${String(turn).padStart(8, '0')}`,
      secretAccessKey: `secret-${seed}-${turn}`.padEnd(40, 'x'),
    };
    ledger.addKeys(keys);
    return keys;
  };

  const formOf = (kind: Kind, keys: ReturnType<typeof newKeys>) =>
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

  /** A token is right when the provider knows it; which one it is, is the provider's business. */
  const isGoodToken = async (token: string): Promise<boolean> => {
    const { identity } = provider.endpoints;
    const reply = await fetch(identity ?? '', { headers: { authorization: `Bearer ${token}` } });
    return reply.status === 200;
  };

  type Fall = { readonly account: Account; readonly act: Act; readonly may: readonly Found[] };

  /** Looks at one account and notes what does not fit. */
  const judge = async (
    { window }: RunningApp,
    snapshot: Snapshot,
    account: Account,
    fall: Fall | null,
    breach: (kind: 'lost' | 'double' | 'wrong', what: string) => void,
  ): Promise<void> => {
    const all = snapshot.connections.filter((each) => each.providerId === account.providerId);
    if (all.length > 1) breach('double', `${all.length} accounts`);
    const [one]: readonly (ConnectionView | undefined)[] = all;
    const may = fall?.account === account ? fall.may : [account.known];
    if (one === undefined) {
      if (!may.includes(null)) breach('lost', `${account.kind} is gone`);
      account.known = null;
      return;
    }
    if (account.kind === 'keys') {
      const secret = await reveal(window, one.id, 'secret-access-key');
      account.known = { label: one.label, secret };
      const fits = may.some((each) => each?.label === one.label && each.secret === secret);
      if (!fits) breach('wrong', `keys of ${one.label}, not of ${JSON.stringify(may)}`);
      return;
    }
    account.known = { label: one.label, secret: null };
    if (!may.some((each) => each?.label === one.label)) breach('wrong', `called ${one.label}`);
    // Only what is stored whole can be renewed, and shows itself afterwards.
    const argument = { connectionId: one.id };
    const outcome = await act(window, { channel: 'refresh', argument, secret: '' });
    const spends = fall?.account === account && spending.includes(fall.act);
    if (outcome === 'oauth.sign-in-again' && spends) {
      tally.signInAgain += 1;
      const again = await act(window, { channel: 'reconnect', argument, secret: '' });
      if (again !== 'done') breach('wrong', `signing in again ended with ${again}`);
    } else if (outcome !== 'done') breach('lost', `renewing ended with ${outcome}`);
    if (!(await isGoodToken(await reveal(window, one.id, 'access-token')))) {
      breach('wrong', 'an access token that the provider does not know');
    }
  };

  const judgeAll = async (running: RunningApp, fall: Fall | null): Promise<Snapshot> => {
    const snapshot = await settled(running.window);
    const breach = (kind: 'lost' | 'orphaned' | 'double' | 'wrong', what: string): void => {
      tally[kind] += 1;
      const after = fall === null ? 'the start' : `${fall.act} of ${fall.account.kind}`;
      tally.breaches.push(`kill ${tally.kills}, after ${after}: ${kind}: ${what}`);
      say(tally.breaches.at(-1) ?? '');
    };
    for (const account of accounts) await judge(running, snapshot, account, fall, breach);
    const items = accountItems(await desktop.items());
    const ids = snapshot.connections.map(({ id }) => String(id));
    for (const id of ids) {
      const count = items.filter((item) => item.startsWith(id)).length;
      if (count !== 1) breach(count === 0 ? 'lost' : 'orphaned', `${count} items of an account`);
    }
    const strangers = items.filter((item) => !ids.some((id) => item.startsWith(id)));
    if (strangers.length > 0) breach('orphaned', `${strangers.length} items of no account`);
    return snapshot;
  };

  /** Begins an act; what may be found after it includes what was there before. */
  const begin = (
    { window }: RunningApp,
    snapshot: Snapshot,
  ): { readonly fall: Fall; readonly done: Promise<unknown> } => {
    const account = pick(accounts);
    const { kind, known, providerId } = account;
    const one = snapshot.connections.find((each) => each.providerId === providerId);
    const possible = (Object.keys(spanMs[kind]) as Act[]).filter((name) =>
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
    let may: readonly Found[] = [known, after[name]];
    const done = act(window, { channel: name, argument, secret: JSON.stringify(keys) }).then(
      (outcome) => {
        // What the window was told is done must be there.
        if (outcome !== 'done') return;
        may = [after[name]];
        tally.finished += 1;
      },
      () => {},
    );
    return {
      done,
      fall: {
        account,
        act: name,
        get may() {
          return may;
        },
      },
    };
  };

  let fall: Fall | null = null;
  for (; ; turn += 1) {
    const running = await desktop.start();
    const snapshot = await judgeAll(running, fall);
    if (turn === kills) {
      await running.close();
      return tally;
    }
    const begun = begin(running, snapshot);
    fall = begun.fall;
    const within = spanMs[fall.account.kind][fall.act] ?? 0;
    const child = running.app.process();
    // When it falls is the walk's random input, not something that is waited for.
    setTimeout(() => child.kill('SIGKILL'), random() * within);
    await untilExit(child);
    await begun.done;
    await running.close().catch(() => {});
    tally.kills += 1;
    const what = `${fall.act} ${fall.account.kind}`;
    tally.acts[what] = (tally.acts[what] ?? 0) + 1;
  }
};

import { readFile } from 'node:fs/promises';
import { readContent } from '../../electron/backup/content.ts';
import { unseal } from '../../electron/backup/format.ts';
import { Secret } from '../../electron/diagnostics/secret.ts';
import type { ConnectionView, Snapshot } from '../../shared/schemas.ts';
import type { OAuthProvider } from '../stand-ins/oauth-provider.ts';
import { oauthProfiles } from '../stand-ins/profiles/index.ts';
import type { RunningApp } from '../support/app/app.ts';
import { accountItems, type Desktop } from '../support/desktop/desktop.ts';
import { answerConsent } from '../support/oauth/plain-browser.ts';
import { untilExit } from '../support/processes/processes.ts';
import type { Account, Backup, Fall, Found } from './accounts.ts';
import { createActs, passphrase } from './acts.ts';
import { act, reveal, settled } from './page.ts';
import { createSeeded } from './random.ts';

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

type Breach = (kind: 'lost' | 'orphaned' | 'double' | 'wrong', what: string) => void;

/** What is looked at before anything was done. */
const atTheStart: Fall = {
  what: 'the start',
  may: ({ known }) => [known],
  spends: [],
  together: [],
  backups: () => [],
};

/**
 * Kills the packaged program at random moments of what it does with two accounts, one with keys and one
 * whose refresh tokens work once, and with a backup of them, and looks after each start at what is left.
 * The seed decides what is done and when it falls; how far the program comes by then is the machine's.
 */
export const walkKills = async (
  desktop: Desktop,
  { seed, kills, say }: { seed: number; kills: number; say: (line: string) => void },
): Promise<Tally> => {
  const random = createSeeded(seed);
  const provider: OAuthProvider = await desktop.world.startOAuthProvider(oauthProfiles.oidc);
  provider.settings.issuer = provider.origin;
  void (async () => {
    for (;;) await answerConsent(await desktop.opener.next(), 'approve').catch(() => {});
  })();

  const accounts: readonly Account[] = [
    { kind: 'keys', providerId: 's3-minio', known: null },
    { kind: 'sign-in', providerId: 'oidc', known: null },
  ];
  const acts = createActs(desktop, provider, { accounts, seed, random });
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
  let backup: Backup = null;

  /** A token is right when the provider knows it; which one it is, is the provider's business. */
  const isGoodToken = async (token: string): Promise<boolean> => {
    const { identity } = provider.endpoints;
    const reply = await fetch(identity ?? '', { headers: { authorization: `Bearer ${token}` } });
    return reply.status === 200;
  };

  /** Looks at one account and notes what does not fit. */
  const judge = async (
    { window }: RunningApp,
    snapshot: Snapshot,
    { account, fall, breach }: { account: Account; fall: Fall; breach: Breach },
  ): Promise<void> => {
    const all = snapshot.connections.filter((each) => each.providerId === account.providerId);
    if (all.length > 1) breach('double', `${all.length} accounts`);
    const [one]: readonly (ConnectionView | undefined)[] = all;
    const may = fall.may(account);
    const fits = (found: Found): boolean =>
      may.some((each) => each?.label === found?.label && each?.secret === found?.secret);
    if (one === undefined) {
      if (!may.includes(null)) breach('lost', `${account.kind} is gone`);
      account.known = null;
      return;
    }
    if (account.kind === 'keys') {
      const secret = await reveal(window, one.id, 'secret-access-key');
      account.known = { label: one.label, secret };
      if (!fits(account.known)) breach('wrong', `${one.label}, not ${JSON.stringify(may)}`);
      return;
    }
    account.known = { label: one.label, secret: null };
    if (!fits(account.known)) breach('wrong', `called ${one.label}`);
    // Only what is stored whole can be renewed, and shows itself afterwards.
    const argument = { connectionId: one.id };
    const outcome = await act(window, { channel: 'refresh', argument, secret: '' });
    if (outcome === 'oauth.sign-in-again' && fall.spends.includes(account)) {
      tally.signInAgain += 1;
      const again = await act(window, { channel: 'reconnect', argument, secret: '' });
      if (again !== 'done') breach('wrong', `signing in again ended with ${again}`);
    } else if (outcome !== 'done') breach('lost', `renewing ended with ${outcome}`);
    if (!(await isGoodToken(await reveal(window, one.id, 'access-token')))) {
      breach('wrong', 'an access token that the provider does not know');
    }
  };

  /** What is in the backup, which opens whole wherever the program fell; null where there is none. */
  const readBackup = async (): Promise<Backup> => {
    const text = await readFile(acts.file, 'utf8').catch(() => null);
    if (text === null) return null;
    const { copies } = readContent(await unseal(text, new Secret(passphrase)));
    return copies.flatMap(({ record: { providerId, label }, fields }) => {
      const account = accounts.find((each) => each.providerId === providerId);
      const secret = account?.kind === 'keys' ? (fields.secretAccessKey?.expose() ?? '') : null;
      return account === undefined ? [] : [{ account, is: { label, secret } }];
    });
  };

  const judgeBackup = async (may: readonly Backup[], breach: Breach): Promise<void> => {
    const told = (copies: Backup): string =>
      JSON.stringify(copies?.map(({ account, is }) => [account.kind, is]).sort() ?? null);
    try {
      backup = await readBackup();
      if (!may.map(told).includes(told(backup))) breach('wrong', `a backup: ${told(backup)}`);
    } catch (error) {
      breach('lost', `the backup does not open: ${String(error)}`);
      backup = null;
    }
  };

  const judgeAll = async (running: RunningApp, fall: Fall): Promise<Snapshot> => {
    const snapshot = await settled(running.window);
    const breach: Breach = (kind, what) => {
      tally[kind] += 1;
      tally.breaches.push(`kill ${tally.kills}, after ${fall.what}: ${kind}: ${what}`);
      say(tally.breaches.at(-1) ?? '');
    };
    for (const account of accounts) await judge(running, snapshot, { account, fall, breach });
    const came = fall.together.filter(({ known }) => known !== null).length;
    if (came > 0 && came < fall.together.length) breach('lost', 'a part of what was restored');
    const backups = fall.backups();
    if (backups.length > 0) await judgeBackup(backups, breach);
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

  for (let fall = atTheStart; ; ) {
    const running = await desktop.start();
    const snapshot = await judgeAll(running, fall);
    if (tally.kills === kills) {
      await running.close();
      return tally;
    }
    const begun = await acts.begin(running, snapshot, backup);
    fall = begun.fall;
    const child = running.app.process();
    // When it falls is the walk's random input, not something that is waited for.
    setTimeout(() => child.kill('SIGKILL'), random() * begun.spanMs);
    await untilExit(child);
    if (await begun.done) tally.finished += 1;
    await running.close().catch(() => {});
    tally.kills += 1;
    tally.acts[fall.what] = (tally.acts[fall.what] ?? 0) + 1;
  }
};

import { expect } from 'vitest';
import { systemClock } from '../../../electron/platform/clock.ts';
import type { Clock } from '../../../electron/platform/interfaces.ts';
import { type ConnectionId, type OperationId, providerIdSchema } from '../../../shared/ids.ts';
import type { OperationView, Prompt } from '../../../shared/schemas.ts';
import { isListening } from '../../support/network/raw-socket.ts';
import { navigate, pressConsent } from '../../support/oauth/plain-browser.ts';
import { startServices } from '../../support/worlds/service-world.ts';
import { type FaultName, faultCalled } from './faults.ts';
import type { Subject } from './subject.ts';

const passphrase = 'correct horse battery';

/** Long enough for loopback on a busy machine, short enough to wait for. */
const shortDeadlineMs = 400;

/** Lets the pauses between tries go by at once; deadlines stay what they are. */
const usualMaxPauseMs = 3_000;
const hurried = (maxPauseMs: number, skewMs: () => number): Clock => ({
  ...systemClock,
  nowEpochMs: () => systemClock.nowEpochMs() + skewMs(),
  after: (milliseconds, run) =>
    systemClock.after(milliseconds <= maxPauseMs ? 1 : milliseconds, run),
});

/** What of a provider can be spoilt. */
type Spoilt = 'exchange' | 'renewal' | 'identity' | 'ending';

/** What an operation does, one at a time: it may be cancelled at each. */
export type Moment = 'a request' | 'a reply' | 'a call of the keychain';
export const moments: readonly Moment[] = ['a request', 'a reply', 'a call of the keychain'];

/** Walks one subject's way from its form to a connection, with a person who answers everything. */
export const startWalk = async (subject: Subject) => {
  const party = await subject.start();
  let deadlineMs: number | undefined;
  let isSpoilt = (_url: URL): boolean => true;
  let skewMs = 0;
  let onMoment: (moment: Moment) => void = () => {};
  const app = await startServices({
    clock: hurried(subject.maxPauseMs ?? usualMaxPauseMs, () => skewMs),
    reroute: party.reroute,
    deadlineMs: (url) => (isSpoilt(url) ? deadlineMs : undefined),
    onRequest: () => onMoment('a request'),
    onReply: () => onMoment('a reply'),
  });
  app.keytar.onCall(() => onMoment('a call of the keychain'));
  const handlers = () => app.services().handlers;
  const connections = () => handlers().connections;

  /** Whatever must never reach the window. */
  const canaries = new Map<string, string>([['passphrase', passphrase]]);
  for (const name of ['clientSecret', 'apiKey', 'secretAccessKey', 'accessGrant']) {
    const value = party.form[name];
    if (typeof value === 'string') canaries.set(`typed ${name}`, value);
  }

  const itemsOf = (id: ConnectionId): readonly (readonly [string, string])[] =>
    [...app.keytar.items].filter(([account]) => account.startsWith(id)).sort();

  /** The stored fields, put together again where the keychain holds them in pieces. */
  const fieldsOf = (id: ConnectionId): Readonly<Record<string, string>> => {
    const items = itemsOf(id);
    const main = items.find(([account]) => account === id)?.[1] ?? '{}';
    const pieces = items.filter(([account]) => account !== id).map(([, text]) => text);
    const whole = JSON.parse(main.includes('"fields"') ? main : pieces.join('')) as {
      readonly fields: Readonly<Record<string, string>>;
    };
    for (const [name, value] of Object.entries(whole.fields)) {
      if (!subject.shown.includes(name) && value.length >= 12)
        canaries.set(`stored ${name}`, value);
    }
    return whole.fields;
  };

  const requireNoLeak = (): void => {
    const text = JSON.stringify(app.snapshot());
    const leaked = [...canaries].filter(([, canary]) => text.includes(canary));
    expect(leaked.map(([name]) => name)).toEqual([]);
  };

  let redirectPort: number | null = null;
  let deviceDecision: 'approve' | 'deny' = 'approve';
  /** Added to the redirect on its way, as anybody could who sends the browser there. */
  let addition = '';
  /** Answers the consent page; `before` runs once the person pressed and before the app is told. */
  const browse = (decision: 'approve' | 'deny', before: () => void = () => {}): void =>
    app.onVisit(async (address) => {
      const { location } = await pressConsent(address, decision, passphrase);
      const back = new URL(location ?? '');
      redirectPort = Number(back.port);
      for (const name of ['code', 'access_grant']) {
        const value = back.searchParams.get(name);
        if (value !== null) canaries.set(name, value);
      }
      before();
      // Whoever has cancelled meanwhile waits for nobody.
      await navigate(back.href + addition).catch(() => {});
    });
  browse('approve');

  /** Answers every question until the operation has ended, or until one of a kind. */
  const settle = async (
    id: OperationId,
    stopAt: Prompt['kind'] | null = null,
  ): Promise<OperationView> => {
    let isDeviceAnswered = false;
    for (;;) {
      const view = await app.until(({ operations }) => {
        const each = operations.find((operation) => operation.id === id);
        const { kind = 'browser' } = each?.prompt ?? {};
        if (stopAt !== null && each?.prompt?.kind === stopAt) return each;
        const asks = kind !== 'browser' && !(kind === 'device-code' && isDeviceAnswered);
        return each !== undefined && (each.status !== 'running' || asks) ? each : undefined;
      });
      if (view.status !== 'running') {
        expect(view.error?.code).not.toBe('internal');
        requireNoLeak();
        return view;
      }
      if (view.prompt?.kind === stopAt) return view;
      if (view.prompt?.kind === 'device-code') {
        expect(party.answerDevice?.(view.prompt.userCode, deviceDecision)).toBe(true);
        isDeviceAnswered = true;
        continue;
      }
      const answer =
        view.prompt?.kind === 'secret'
          ? ({ kind: 'secret', value: passphrase } as const)
          : ({ kind: view.prompt?.kind === 'keep-unchecked' ? 'refuse' : 'accept' } as const);
      await app.answer(id, answer);
    }
  };

  const begin = async (): Promise<OperationId> => {
    const { operationId } = await connections().connect({
      providerId: providerIdSchema.parse(subject.id),
      label: 'Mine',
      input: party.form,
      draft: null,
    });
    return operationId;
  };

  const act = async (
    name: 'refresh' | 'verify' | 'reconnect' | 'disconnect',
    connectionId: ConnectionId,
  ): Promise<OperationView> => settle((await connections()[name]({ connectionId })).operationId);

  const isPortOpen = async (): Promise<boolean> =>
    redirectPort !== null && (await isListening(redirectPort));

  return {
    app,
    party,
    begin,
    settle,
    act,
    browse,
    itemsOf,
    fieldsOf,
    connect: async (): Promise<ConnectionId> => {
      const view = await settle(await begin());
      expect(view).toMatchObject({ status: 'done', error: null });
      const [connection] = app.snapshot().connections;
      if (connection === undefined) throw new Error('no connection');
      fieldsOf(connection.id);
      requireNoLeak();
      return connection.id;
    },
    /** Brings the browser prompt, answering what is asked before it. */
    waitForBrowser: async (id: OperationId): Promise<string> => {
      const seen = await app.until(({ operations }) => {
        const prompt = operations.find((each) => each.id === id)?.prompt;
        return prompt?.kind === 'browser' || prompt?.kind === 'secret' ? prompt : undefined;
      });
      if (seen.kind === 'secret') {
        await app.answer(id, { kind: 'secret', value: passphrase });
      }
      const { redirectUri } = await app.prompt(id, 'browser');
      redirectPort = Number(new URL(redirectUri).port);
      return redirectUri;
    },
    spoil: (name: FaultName, at: Spoilt): void => {
      const fault = faultCalled(name);
      const controls = party[at];
      if (controls === null) throw new Error(`${subject.id} has no ${at}`);
      const tries = at === 'exchange' || at === 'renewal' ? subject.tries?.[at] : undefined;
      for (let times = 0; times < (tries ?? 1); times += 1) fault.spoil(controls);
      isSpoilt = (url) => !('path' in controls) || url.pathname.endsWith(controls.path);
      if (fault.isSilent) deadlineMs = shortDeadlineMs;
    },
    heal: (): void => {
      party.exchange.clearFaults();
      party.renewal.clearFaults();
      party.identity?.clearFaults();
      party.ending?.clearFaults();
      deadlineMs = undefined;
    },
    /** Resolves when the app sends its next request. */
    nextRequest: (): Promise<void> =>
      new Promise((resolve) => {
        onMoment = (moment) => {
          if (moment === 'a request') resolve();
        };
      }),
    /** Cancels whatever runs, in the moment itself; the result tells whether it came to that. */
    cancelAt: (wanted: Moment, count: number): (() => boolean) => {
      let seen = 0;
      onMoment = (moment) => {
        if (moment !== wanted) return;
        seen += 1;
        if (seen !== count) return;
        const running = app.snapshot().operations.find(({ status }) => status === 'running');
        if (running !== undefined) void handlers().operations.cancel({ operationId: running.id });
      };
      return () => {
        onMoment = () => {};
        return seen >= count;
      };
    },
    /** Sets our clock so far from the provider's. */
    setClockOff: (byMs: number): void => {
      skewMs = byMs;
    },
    denyDevice: (): void => {
      deviceDecision = 'deny';
    },
    addToRedirect: (text: string): void => {
      addition = text;
    },
    cancel: (operationId: OperationId) => handlers().operations.cancel({ operationId }),
    /** Nothing shown, nothing in the keychain but its own marks, nobody listening. */
    requireNothing: async (): Promise<void> => {
      expect(app.snapshot().connections).toEqual([]);
      const marks = [...app.keytar.items.keys()].filter((account) => account !== 'sentinel');
      expect(marks).toEqual([]);
      expect(await isPortOpen()).toBe(false);
      requireNoLeak();
    },
    isPortOpen,
    close: async () => {
      await app.close();
      await party.close();
    },
  };
};
export type Walk = Awaited<ReturnType<typeof startWalk>>;

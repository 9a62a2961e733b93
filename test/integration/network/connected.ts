import { expect } from 'vitest';
import { systemClock } from '../../../electron/platform/clock.ts';
import { type ConnectionId, providerIdSchema } from '../../../shared/ids.ts';
import type { OperationView } from '../../../shared/schemas.ts';
import { answerConsent } from '../../support/oauth/plain-browser.ts';
import { journeys, startFor } from '../../support/worlds/provider-journeys.ts';
import { startServices } from '../../support/worlds/service-world.ts';

type Options = {
  /** One of `journeys`. Default: Box, whose refresh tokens are good for one use. */
  readonly journey?: string;
  /** How far our clock is from the provider's. */
  readonly skewMs?: () => number;
  /** Shortens how long an answer is waited for. */
  readonly deadlineMs?: () => number | undefined;
};

/**
 * A connected account whose token endpoint can be led elsewhere, as a network, a resolver or a portal
 * does it, and the ways to see that nothing of it was lost.
 */
export const startConnected = async (options: Options = {}) => {
  const { journey = 'box', skewMs = () => 0, deadlineMs } = options;
  const chosen = journeys[journey];
  if (chosen === undefined) throw new Error(`no journey for ${journey}`);
  const provider = await startFor(chosen);
  let detour: URL | null = null;
  let asked = 0;
  const app = await startServices({
    clock: { ...systemClock, nowEpochMs: () => systemClock.nowEpochMs() + skewMs() },
    reroute: (url) => (detour === null ? provider.toStandIn(url) : new URL(url.pathname, detour)),
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    onRequest: () => {
      asked += 1;
    },
  });
  app.onVisit((address) => void answerConsent(address, 'approve'));
  const connections = () => app.services().handlers.connections;

  const { operationId } = await connections().connect({
    providerId: providerIdSchema.parse(journey),
    label: 'Mine',
    input: chosen.form(provider),
    draft: null,
  });
  await app.done(operationId);
  const [connection] = app.snapshot().connections;
  if (connection === undefined) throw new Error('nothing was connected');
  const id: ConnectionId = connection.id;

  const items = (): readonly (readonly [string, string])[] =>
    [...app.keytar.items].filter(([account]) => account.startsWith(id)).sort();
  const fields = (): Readonly<Record<string, string>> => {
    const text = app.keytar.items.get(id) ?? '{}';
    return (JSON.parse(text) as { fields: Record<string, string> }).fields;
  };
  const act = async (name: 'refresh' | 'verify'): Promise<OperationView> =>
    app.ended((await connections()[name]({ connectionId: id })).operationId);

  return {
    app,
    provider,
    id,
    items,
    fields,
    /** Leads every request there; null ends the detour. */
    lead: (to: URL | null) => {
      detour = to;
    },
    /** Requests that left so far. */
    asked: () => asked,
    connections,
    refresh: () => act('refresh'),
    verify: () => act('verify'),
    /** The connection stands as it did, secrets and all, and none of them is in the log. */
    requireUntouched: (before: readonly (readonly [string, string])[]): void => {
      expect(items()).toEqual(before);
      expect(app.connection(id)).toMatchObject({
        state: 'active',
        needsSignIn: false,
        problem: null,
      });
      const log = app.log.join('\n');
      const secrets = Object.entries(fields()).filter(([name]) => /token|secret/i.test(name));
      expect(secrets.length).toBeGreaterThan(0);
      for (const [name, secret] of secrets) {
        expect(log.includes(secret), `${name} in the log`).toBe(false);
      }
    },
    close: async () => {
      await app.close();
      await provider.close();
    },
  };
};
export type Connected = Awaited<ReturnType<typeof startConnected>>;

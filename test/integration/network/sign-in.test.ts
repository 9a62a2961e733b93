import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import { strictReplies } from '../../../electron/oauth/token/reply.ts';
import { type CodeExchange, exchangeCode } from '../../../electron/oauth/token/requests.ts';
import { type OperationId, providerIdSchema } from '../../../shared/ids.ts';
import type { OperationView } from '../../../shared/schemas.ts';
import type { OAuthProvider } from '../../stand-ins/oauth-provider.ts';
import { isListening } from '../../support/network/raw-socket.ts';
import { clientWith, serverAt } from '../../support/oauth/oauth-parties.ts';
import { answerConsent } from '../../support/oauth/plain-browser.ts';
import { createSignInContext } from '../../support/oauth/sign-in-context.ts';
import { journeys, startFor } from '../../support/worlds/provider-journeys.ts';
import { type ServiceWorld, startServices } from '../../support/worlds/service-world.ts';

const journey = journeys['google-drive'];
if (journey === undefined) throw new Error('no journey');

let provider: OAuthProvider;
let app: ServiceWorld;
let bodies: string[];
/** Every status that any operation was seen with, in order and without repeats. */
let statuses: OperationView['status'][];
beforeEach(async () => {
  provider = await startFor(journey);
  bodies = [];
  statuses = [];
  app = await startServices({
    reroute: provider.toStandIn,
    onSend: ({ body = '' }) => void bodies.push(body),
  });
});
afterEach(async () => {
  await app.close();
  await provider.close();
});

const begin = async (): Promise<OperationId> => {
  const { operationId } = await app.services().handlers.connections.connect({
    providerId: providerIdSchema.parse('google-drive'),
    label: 'Mine',
    input: journey.form(provider),
    draft: null,
  });
  return operationId;
};

const watch = (id: OperationId) =>
  app.until(({ operations }) => {
    const status = operations.find((each) => each.id === id)?.status;
    if (status !== undefined && statuses.at(-1) !== status) statuses.push(status);
    return status === undefined || status === 'running' ? undefined : true;
  });

const portOf = async (id: OperationId): Promise<number> =>
  Number(new URL((await app.prompt(id, 'browser')).redirectUri).port);

describe('a sign-in that is cut short', () => {
  it('L14 by quitting, closes its port and ends once, and a late redirect finds nobody', async () => {
    app.onVisit(() => {});
    const id = await begin();
    const watched = watch(id);
    const port = await portOf(id);
    expect(await isListening(port)).toBe(true);
    // What closing the last window leads to.
    await Promise.all([app.services().stop(), app.services().stop()]);
    await watched;
    expect(await isListening(port)).toBe(false);
    expect(statuses).toEqual(['running', 'cancelled']);
    expect(app.snapshot().connections).toEqual([]);
  });

  it('L14 by cancelling twice and quitting, ends once', async () => {
    app.onVisit(() => {});
    const id = await begin();
    const watched = watch(id);
    const port = await portOf(id);
    const { cancel } = app.services().handlers.operations;
    await Promise.all([
      cancel({ operationId: id }),
      cancel({ operationId: id }),
      app.services().stop(),
    ]);
    await watched;
    expect(statuses).toEqual(['running', 'cancelled']);
    expect(await isListening(port)).toBe(false);
  });
});

describe('the verifier', () => {
  const verifiers = (): readonly string[] =>
    bodies.flatMap((body) => new URLSearchParams(body).get('code_verifier') ?? []);

  it('L15 is another for each attempt, and in no log, URL or snapshot, whatever goes wrong', async () => {
    app.onVisit((address) => void answerConsent(address, 'approve'));
    const spoil = [
      () => provider.faults.failNextWith(500),
      () => provider.faults.answerNext('{"error":"invalid_grant"}'),
      () => provider.faults.answerHtmlNext(),
      () => provider.failNextTokenWith('invalid_grant'),
      () => {},
    ];
    provider.settings.faultsAt = 'token';
    for (const each of spoil) {
      each();
      const id = await begin();
      await watch(id);
    }
    expect(verifiers()).toHaveLength(spoil.length);
    expect(new Set(verifiers()).size).toBe(spoil.length);
    const told = [...app.log, ...app.opened, JSON.stringify(app.snapshot())].join('\n');
    expect(app.log.length).toBeGreaterThan(0);
    for (const verifier of verifiers()) {
      expect(verifier).toMatch(/^[\w-]{43}$/);
      expect(told).not.toContain(verifier);
    }
  });

  it('L15 cannot be left out by forgetting it: that does not compile', async () => {
    const server = serverAt(new URL('http://127.0.0.1:1'));
    const exchange = {
      server,
      client: clientWith(),
      quirks: strictReplies,
      code: new Secret('code'),
      redirectUri: null,
      nonce: null,
      scopes: [],
      scopeSeparator: ' ',
      keepFromReply: [],
    };
    // @ts-expect-error pkce is missing
    const forgotten: CodeExchange = exchange;
    // @ts-expect-error nor may it be undefined
    const undefinedOne: CodeExchange = { ...exchange, pkce: undefined };
    const { context } = createSignInContext();
    for (const each of [forgotten, undefinedOne]) {
      await expect(exchangeCode(context, each)).rejects.toThrow();
    }
  });
});

import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright';
import type { RenewalPolicy } from '../../shared/renewal-policies.ts';
import { oauthProfiles } from '../stand-ins/profiles/index.ts';
import type { RunningApp } from '../support/app/app.ts';
import type { Desktop } from '../support/desktop/desktop.ts';
import { connectOffer } from '../support/desktop/offer-journey.ts';
import type { Shell } from '../support/desktop/shell.ts';
import { until } from '../support/processes/processes.ts';
import { stowkey } from '../support/worlds/journey.ts';
import type { Step } from './steps.ts';

const label = 'Day pass';
const livesSeconds = 15;

const follow = (window: Page, policy: RenewalPolicy): Promise<void> =>
  window.evaluate(
    async ([name, wanted]) => {
      const { app, connections, settings } = globalThis.window.stowkey;
      await settings.change({ closeToTray: true });
      const reply = await app.snapshot();
      const found = reply.ok && reply.value.connections.find((each) => each.label === name);
      if (!found) throw new Error('the account is not there');
      await connections.setRenewalPolicy({ connectionId: found.id, policy: wanted });
    },
    [label, policy] as const,
  );

/** Has access run out before the person's eyes, behind their back, and while the program is closed. */
export async function letItRunOut(
  desktop: Desktop,
  shell: Shell,
  { step, running }: { readonly step: Step; readonly running: RunningApp },
): Promise<RunningApp> {
  const settings = { accessTokenLifetimeSeconds: livesSeconds };
  const provider = await desktop.world.startOAuthProvider(oauthProfiles.oidc, settings);
  const renewals = (): number =>
    desktop.world.requests.filter(
      ({ server, path, status }) =>
        server === provider.profile.id &&
        path === new URL(provider.endpoints.token).pathname &&
        status === 200,
    ).length;
  let { window } = running;
  let again = running;
  const { app } = running;
  const title = `${label} has expired`;

  await step(
    `Connect ${label}, whose access lasts ${livesSeconds} seconds`,
    'day-pass',
    async () => {
      const { clientId, clientSecret } = provider.client;
      const { authorization, token } = provider.endpoints;
      await connectOffer({ window, ui: stowkey(window) }, desktop.browser, {
        name: 'OAuth 2',
        label,
        templateFile: null,
        dropFile: null,
        values: [
          ['Authorization URL', authorization],
          ['Token URL', token],
          ['Scopes', 'email offline_access'],
          ['Client ID', clientId],
          ['Client secret', clientSecret ?? ''],
        ],
        afterwards: ['consent'],
      });
      await follow(window, 'warn');
      return window;
    },
  );
  await step('It runs out in the tray, and a notification says so', 'ran-out', async () => {
    await shell.untilIcon();
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    const notice = await until('a notification', () =>
      shell.notifications().find((each) => each.title === title),
    );
    console.log(`\n      ${notice.title}: ${notice.body}\n`);
    const opening = app.waitForEvent('window');
    shell.click(title);
    window = await opening;
    await stowkey(window).details(label).waitFor();
    return window;
  });
  await step(
    'Allowed to, it is renewed by itself, and the notification goes',
    'renewed',
    async () => {
      const before = renewals();
      await follow(window, 'automatic');
      await until('a renewal', () => renewals() > before || undefined);
      await until('no notification', () => shell.notifications().length === 0 || undefined);
      return window;
    },
  );
  await step(
    'It runs out while Stowkey is closed: renewed at the start',
    'renewed-at-start',
    async () => {
      const opened = desktop.opener.opened.length;
      await app.close();
      await setTimeout(livesSeconds * 1000);
      const before = renewals();
      again = await desktop.start();
      await until('a renewal', () => renewals() > before || undefined);
      assert.equal(desktop.opener.opened.length, opened);
      await stowkey(again.window).choose(label);
      return again.window;
    },
  );
  return again;
}

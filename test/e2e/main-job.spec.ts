import { startRelease } from '../support/app/release.ts';
import { accountItems, type Desktop } from '../support/desktop/desktop.ts';
import { screenKinds } from '../support/desktop/screen.ts';
import { formFor } from '../support/worlds/journey.ts';
import {
  clipboardOf,
  connect,
  drive,
  expect,
  isFocused,
  minted,
  newest,
  served,
  test,
} from './fixtures.ts';

for (const screen of screenKinds) {
  test(`an account is connected, used, renewed, kept over a restart and disconnected, on ${screen}`, async ({
    startDesktop,
  }) => {
    await mainJob(await startDesktop({ screen }));
  });
}

test('where Wayland is the only display the release build finds it by itself', async ({
  startDesktop,
}) => {
  const { env, userData, screen } = await startDesktop({ screen: 'sway', browser: false });
  const release = await startRelease({ env, userData });
  try {
    await expect.poll(screen.windows).toEqual(['Stowkey']);
  } finally {
    await release.end();
  }
});

async function mainJob(desktop: Desktop): Promise<void> {
  let driven = await drive(desktop);
  let { ui, window } = driven;

  await test.step('connects through the browser and stores nothing before the review', async () => {
    await expect(ui.heading('Connect your first storage account')).toBeVisible();
    // What the page thinks does not tell whether a person sees it; a compositor gives the keyboard
    // to windows on its screen alone.
    await expect.poll(() => isFocused(driven)).toBe(true);
    await ui.startConnect(formFor(desktop.world));
    await expect(ui.heading(/^Continue at .* in your browser$/)).toBeVisible();
    const tab = await desktop.browser.answer('approve');
    await expect(tab.getByRole('heading')).toHaveText(/^You can close this tab/);
    expect(tab.url()).not.toContain('access_grant');
    await expect(ui.review.heading).toBeVisible();
    expect(accountItems(await desktop.items())).toEqual([]);
    expect(minted(desktop)).toEqual([]);
    await ui.review.accept();
    await expect(ui.connected('Work')).toBeVisible();
    expect(accountItems(await desktop.items())).toHaveLength(1);
    await ui.openAccount('Work');
    await expect(ui.row('Work')).toContainText('Active');
  });

  await test.step('hands out the keys that the service gave, and nothing else', async () => {
    const { accessKeyId, secretAccessKey } = newest(desktop);
    expect(await ui.reveal('secret key')).toContain(secretAccessKey);
    await ui.button('Hide secret key').click();
    await expect(window.getByText(secretAccessKey)).toHaveCount(0);
    await ui.copyMenu('Work', 'JSON');
    await expect.poll(() => clipboardOf(driven)).toContain(secretAccessKey);
    const copied: unknown = JSON.parse(await clipboardOf(driven));
    expect(Object.values(copied as object)).toEqual(
      expect.arrayContaining([accessKeyId, secretAccessKey]),
    );
  });

  await test.step('verifies with a signed request', async () => {
    await ui.button('Verify').click();
    await expect(ui.news('The keys work')).toBeVisible();
    expect(served(desktop, 's3', '/')).toBe(1);
  });

  await test.step('refreshes a valid grant without the browser', async () => {
    const before = newest(desktop);
    await ui.button('Renew').click();
    await expect(ui.news('New keys saved')).toBeVisible();
    const after = newest(desktop);
    expect(after.secretAccessKey).not.toBe(before.secretAccessKey);
    expect(desktop.opener.opened).toHaveLength(1);
    expect(await ui.reveal('secret key')).toContain(after.secretAccessKey);
  });

  await test.step('has everything after a restart', async () => {
    await driven.close();
    driven = await drive(desktop);
    ({ ui, window } = driven);
    await ui.choose('Work');
    expect(await ui.reveal('secret key')).toContain(newest(desktop).secretAccessKey);
    await ui.button('Verify').click();
    await expect(ui.news('The keys work')).toBeVisible();
    expect(served(desktop, 's3', '/')).toBe(2);
  });

  await test.step('disconnects only after saying what stays, and leaves no item', async () => {
    const question = await ui.askToDisconnect('Work');
    await expect(question).toContainText('The keys stay valid until you end them');
    await expect(ui.button('Keep it', question)).toBeFocused();
    await ui.button('Keep it', question).click();
    expect(accountItems(await desktop.items())).toHaveLength(1);
    await ui.button('Disconnect', await ui.askToDisconnect('Work')).click();
    await expect(ui.heading('Connect your first storage account')).toBeVisible();
    expect(accountItems(await desktop.items())).toEqual([]);
  });
}

test('a denial connects nothing and says so', async ({ startDesktop }) => {
  const desktop = await startDesktop();
  const { ui, window } = await drive(desktop);
  await ui.startConnect(formFor(desktop.world));
  const tab = await desktop.browser.answer('deny');
  await expect(tab.getByRole('heading')).toHaveText('Nothing was connected');
  await expect(
    window.getByText('Access was declined in the browser', { exact: true }),
  ).toBeVisible();
  expect(accountItems(await desktop.items())).toEqual([]);
  expect(served(desktop, 'access', '/v1/access')).toBe(0);

  await test.step('and the next try works from the form, where all is kept', async () => {
    await expect(window.getByLabel('Client ID', { exact: true })).toHaveValue(
      desktop.world.client.clientId,
    );
    const secret = window.getByLabel('Client secret', { exact: true });
    await expect(secret).toHaveValue('');
    await expect(window.getByText(/^Kept from your last try/)).toBeVisible();
    await ui.submit();
    await desktop.browser.answer('approve');
    await ui.review.refuse();
    await expect(ui.heading('Work could not be connected')).toBeVisible();
    expect(accountItems(await desktop.items())).toEqual([]);
    expect(served(desktop, 'access', '/v1/access')).toBe(0);
  });
});

test('an expired grant is renewed through the browser', async ({ startDesktop }) => {
  let aheadMs = 0;
  const desktop = await startDesktop({
    world: {
      clock: { nowEpochMs: () => Date.now() + aheadMs },
      options: { storx: { grantLifetimeSeconds: 3600 } },
    },
  });
  const driven = await drive(desktop);
  const { ui } = driven;
  await connect(desktop, driven);
  await expect(ui.row('Work')).toContainText(/Expires in/);

  // Two hours later, for everybody.
  aheadMs = 2 * 3600_000;
  const move = (ms: number): void => {
    const now = Date.now;
    Date.now = () => now() + ms;
  };
  await driven.app.evaluate((_electron, ms) => {
    const now = Date.now;
    Date.now = () => now() + ms;
  }, aheadMs);
  await driven.window.evaluate(move, aheadMs);
  await expect(ui.row('Work')).toContainText('Expired');

  await ui.button('Renew').click();
  await expect(ui.heading(/^Continue at .* in your browser$/)).toBeVisible();
  await desktop.browser.answer('approve');
  await expect(ui.review.heading).toBeVisible();
  await ui.review.accept();
  await expect(ui.news('New keys saved')).toBeVisible();
  expect(minted(desktop)).toHaveLength(2);
  await expect(ui.row('Work')).toContainText(/Expires in/);
  expect(await ui.reveal('secret key')).toContain(newest(desktop).secretAccessKey);
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright';
import type { OAuthProvider } from '../stand-ins/oauth-provider.ts';
import { accountItems } from '../support/desktop/desktop.ts';
import {
  answerPage,
  cardsOf,
  chooseCard,
  fillField,
  openProvider,
} from '../support/desktop/offer-journey.ts';
import { standInTemplate, startTemplateProvider } from '../support/worlds/offers.ts';
import { clipboardOf, type Driven, drive, expect, served, test } from './fixtures.ts';

/** Pastes as people do: out of the system's clipboard. */
async function paste({ app, window }: Driven, into: Locator, text: string): Promise<void> {
  await app.evaluate(async ({ clipboard }, copied) => clipboard.writeText(copied), text);
  await into.focus();
  await window.keyboard.press('Control+V');
}

/** Keeps a picture of the window beside the results of the test. */
const picture = async ({ window }: Driven, name: string): Promise<void> => {
  const path = test.info().outputPath(`${name}.png`);
  await window.screenshot({ path, animations: 'disabled' });
};

async function openGallery({ ui }: Driven): Promise<void> {
  await ui.button('Connect account').click();
}

/** Imports a template in the gallery, which has to be open. */
async function importTemplate(driven: Driven, text: string, hosts: readonly string[]) {
  const { ui, window } = driven;
  await ui.button('Import a template').click();
  const dialog = window.getByRole('dialog', { name: 'Import a template' });
  await paste(driven, dialog.getByLabel('Text of the template'), text);
  await expect(ui.heading('It will contact')).toBeVisible();
  for (const host of hosts) await expect(dialog.getByText(host, { exact: true })).toBeVisible();
  await picture(driven, 'preview');
  await ui.button('Import', dialog).click();
  await expect(dialog).toHaveCount(0);
}

async function fillClient({ window }: Driven, { client }: OAuthProvider, label: string) {
  await window.getByLabel('Client ID', { exact: true }).fill(client.clientId);
  await window.getByLabel('Client secret', { exact: true }).fill(client.clientSecret ?? '');
  await window.getByLabel('Name in Stowkey').fill(label);
}

/** Asks the provider whom a token belongs to; null when it is refused. */
const ownerOf = async ({ endpoints }: OAuthProvider, token: string): Promise<string | null> => {
  const response = await fetch(endpoints.identity ?? '', {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!response.ok) return null;
  return ((await response.json()) as { readonly email?: string }).email ?? null;
};

test('an imported provider is previewed, connected, used, renewed and revoked', async ({
  startDesktop,
}) => {
  const desktop = await startDesktop();
  const google = await startTemplateProvider(desktop.world, 'google-drive');
  const template = await standInTemplate('google-drive', google);
  const driven = await drive(desktop);
  const { ui, window } = driven;

  await test.step('shows whom it contacts before it is taken', async () => {
    await openGallery(driven);
    await expect(cardsOf(driven).first()).toBeVisible();
    await picture(driven, 'gallery');
    await importTemplate(driven, JSON.stringify(template), [new URL(google.origin).host]);
    await expect(cardsOf(driven).filter({ hasText: template.name })).toBeVisible();
    await picture(driven, 'gallery-own');
  });

  await test.step('is exported to a file that the person names', async () => {
    const path = join(desktop.userData, '../exported.json');
    await driven.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    }, path);
    await ui.button(`Template of ${template.name}`).click();
    await window.getByRole('menuitem', { name: 'Export' }).click();
    await expect(window.getByText('Saved as exported.json.').first()).toBeVisible();
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(template);
  });

  await test.step('connects after consent in the browser', async () => {
    await chooseCard(driven, template.name);
    await fillClient(driven, google, 'Papers');
    await picture(driven, 'form');
    await ui.submit();
    const tab = await answerPage(desktop.browser);
    await expect(tab.getByRole('heading')).toHaveText(/^You can close this tab/);
    await expect(ui.connected('Papers')).toBeVisible();
    expect(accountItems(await desktop.items())).toHaveLength(1);
    await picture(driven, 'connected');
    await ui.openAccount('Papers');
    await expect(ui.row('Papers')).toContainText('Renews itself');
    await expect(ui.details('Papers').getByText('Access token', { exact: true })).toBeVisible();
    await picture(driven, 'tokens');
  });

  const copyToken = async (): Promise<string> => {
    await driven.app.evaluate(async ({ clipboard }) => clipboard.writeText(''));
    await ui.button('Copy access token').click();
    await expect.poll(() => clipboardOf(driven)).not.toBe('');
    return clipboardOf(driven);
  };
  let token = '';
  await test.step('copies a token that the provider takes', async () => {
    token = await copyToken();
    expect(await ownerOf(google, token)).toBe('ada@stand-in.test');
    await ui.button('Copy as Authorization header').click();
    await expect.poll(() => clipboardOf(driven)).toBe(`Authorization: Bearer ${token}`);
  });

  await test.step('refreshes without the browser', async () => {
    await ui.button('Renew').click();
    await expect(ui.news('Access renewed')).toBeVisible();
    await picture(driven, 'refreshed');
    const fresh = await copyToken();
    expect(fresh).not.toBe(token);
    expect(await ownerOf(google, fresh)).toBe('ada@stand-in.test');
    expect(google.tokenRequests.map(({ grantType }) => grantType)).toEqual([
      'authorization_code',
      'refresh_token',
    ]);
    expect(desktop.opener.opened).toHaveLength(1);
    token = fresh;
  });

  await test.step('ends the access at the provider when it is disconnected', async () => {
    const question = await ui.askToDisconnect('Papers');
    await expect(question).toContainText(`Ended at ${template.name}`);
    await picture(driven, 'disconnect');
    await ui.button('Disconnect', question).click();
    await expect(ui.heading('Connect your first storage account')).toBeVisible();
    expect(served(desktop, 'google', '/revoke')).toBe(1);
    expect(google.liveGrants()).toBe(0);
    expect(await ownerOf(google, token)).toBeNull();
    expect(accountItems(await desktop.items())).toEqual([]);
    await expect(window.getByText(/could not|not confirmed/)).toHaveCount(0);
  });
});

test('a broker gives a connection ID to copy', async ({ startDesktop }) => {
  const desktop = await startDesktop();
  const alloy = await desktop.world.startAlloy();
  const driven = await drive(desktop);
  const { ui, window } = driven;
  await openProvider(driven, 'Alloy Automation');
  await window.getByLabel('API key', { exact: true }).fill(alloy.apiKey);
  await window.getByRole('combobox', { name: 'App to connect' }).fill('notion');
  await window.getByRole('option', { name: 'notion' }).click();
  await window.getByLabel('Name in Stowkey').fill('Notes');
  await ui.button('More options').click();
  await window.getByLabel('Alloy address').fill(alloy.origin);
  // The first of the three is for the offers of the demo, which are tried at the same time.
  await fillField(driven, 'Redirect URI registered with Alloy', 'http://127.0.0.1:21541/callback');
  await picture(driven, 'form');
  await ui.submit();
  const tab = await answerPage(desktop.browser);
  await expect(tab.getByRole('heading')).toHaveText(/^You can close this tab/);
  await expect(ui.connected('Notes')).toBeVisible();
  await picture(driven, 'connected');
  await ui.openAccount('Notes');

  const id = alloy.connections[0]?.connectionId ?? 'no connection was made';
  expect(alloy.connections).toHaveLength(1);
  await expect(ui.heading('Connection at Alloy Automation')).toBeVisible();
  await expect(ui.details('Notes').getByText(id, { exact: true })).toBeVisible();
  await picture(driven, 'alloy');
  await ui.button(`Copy connection ID ${id}`).click();
  await expect.poll(() => clipboardOf(driven)).toBe(id);
  await ui.button('Copy as CONNECTION_ID line').click();
  await expect.poll(async () => (await clipboardOf(driven)).trim()).toBe(`CONNECTION_ID=${id}`);

  const question = await ui.askToDisconnect('Notes');
  await expect(question).toContainText('Stays at Alloy Automation');
  await ui.button('Disconnect', question).click();
  await expect(ui.heading('Connect your first storage account')).toBeVisible();
  expect(accountItems(await desktop.items())).toEqual([]);
});

test('pasted S3 keys fill the form, are proven and handed on', async ({ startDesktop }) => {
  const desktop = await startDesktop();
  const { s3, ledger } = desktop.world;
  const keys = {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  };
  ledger.addKeys(keys);
  const driven = await drive(desktop);
  const { ui, window } = driven;
  await openProvider(driven, 'Other S3 storage');
  await paste(
    driven,
    window.getByLabel('File or block that fills the form'),
    [
      `export AWS_ACCESS_KEY_ID=${keys.accessKeyId}`,
      `export AWS_SECRET_ACCESS_KEY='${keys.secretAccessKey}'`,
      `export AWS_ENDPOINT_URL_S3=${s3.endpoint}`,
      'export AWS_REGION=eu-central-1',
    ].join('\n'),
  );
  await expect(
    window.getByText(/^Read from what you pasted: .*access key.* secret key/),
  ).toBeVisible();
  await expect(window.getByLabel('S3 endpoint')).toHaveValue(new RegExp(`^${s3.endpoint}/?$`));
  // What was pasted stays in main: the page holds no trace of the secret.
  expect(await window.content()).not.toContain(keys.secretAccessKey);
  await window.getByLabel('Name in Stowkey').fill('Lab');
  await picture(driven, 'form');
  await ui.button('Connect').click();
  await expect(ui.connected('Lab')).toBeVisible();
  expect(served(desktop, 's3', '/')).toBe(1);
  await ui.openAccount('Lab');
  await picture(driven, 'keys');

  await ui.button('Copy as Environment variables', ui.details('Lab')).click();
  await expect.poll(() => clipboardOf(driven)).toContain(keys.secretAccessKey);
  const copied = await clipboardOf(driven);
  expect(copied).toContain(keys.accessKeyId);
  expect(copied).toContain(s3.endpoint);
  expect(copied).toContain('eu-central-1');

  await ui.button('Verify').click();
  await expect(ui.news('The keys work')).toBeVisible();
  expect(served(desktop, 's3', '/')).toBe(2);

  const question = await ui.askToDisconnect('Lab');
  await expect(question).toContainText('The keys stay valid until you end them');
  await ui.button('Disconnect', question).click();
  await expect(ui.heading('Connect your first storage account')).toBeVisible();
  expect(accountItems(await desktop.items())).toEqual([]);
});

test('an account that is connected already is replaced or kept beside, as told', async ({
  startDesktop,
}) => {
  const desktop = await startDesktop();
  const box = await startTemplateProvider(desktop.world, 'box');
  const template = await standInTemplate('box', box);
  const driven = await drive(desktop);
  const { ui, window } = driven;
  const already = 'ada@stand-in.test is connected already';
  const again = async (label: string): Promise<void> => {
    await openProvider(driven, template.name);
    await fillClient(driven, box, label);
    await ui.submit();
    await answerPage(desktop.browser);
    await expect(ui.heading(already)).toBeVisible();
  };

  await openGallery(driven);
  await importTemplate(driven, JSON.stringify(template), [new URL(box.origin).host]);
  await chooseCard(driven, template.name);
  await fillClient(driven, box, 'First');
  await ui.submit();
  await answerPage(desktop.browser);
  await expect(ui.connected('First')).toBeVisible();
  await ui.openAccount('First');

  await test.step('cancelling leaves what was there', async () => {
    await again('Second');
    await expect(window.getByText(/in your list as “First”/)).toBeVisible();
    await picture(driven, 'same-account');
    await expect(window.getByText(/^The older sign-in stays active at /)).toBeVisible();
    await ui.button('Cancel').click();
    await expect(window.getByText('Nothing was saved')).toBeVisible();
    await expect(window.getByText(/may stay valid at/)).toBeVisible();
    await expect(window.getByText('Look up the account, cancelled')).toBeVisible();
    await picture(driven, 'same-account-cancelled');
    await ui.button('Close').last().click();
    await expect(window.getByRole('grid', { name: 'Accounts' }).getByRole('row')).toHaveCount(1);
  });

  await test.step('keeping both adds one', async () => {
    await again('Second');
    await ui.button('Keep both').click();
    await expect(ui.connected('Second')).toBeVisible();
    expect(accountItems(await desktop.items())).toHaveLength(2);
    await ui.openAccount('Second');
    await expect(ui.row('First')).toBeVisible();
    await picture(driven, 'both');
  });

  await test.step('replacing adds none', async () => {
    await again('Third');
    await ui.button('Replace it').click();
    await expect(ui.heading(/is connected$/)).toBeVisible();
    await picture(driven, 'replaced');
    expect(accountItems(await desktop.items())).toHaveLength(2);
  });
});

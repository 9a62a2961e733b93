import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Locator, Page } from 'playwright';
import type { RunningApp } from '../app/app.ts';
import type { Stowkey } from '../worlds/journey.ts';
import type { Offer } from '../worlds/offer.ts';
import type { PersonBrowser } from './person-browser.ts';

type Driven = Pick<RunningApp, 'window'> & { readonly ui: Stowkey };

/** Any redirect of the program's own, whatever the provider. */
const wayBack = /^http:\/\/(127\.0\.0\.1|localhost):\d+\//;

export const cardsOf = ({ window }: Driven): Locator =>
  window.getByRole('region', { name: 'Providers' }).getByRole('listitem');

/** Chooses a provider in the gallery, by its whole name. */
export async function chooseCard(driven: Driven, name: string): Promise<void> {
  await cardsOf(driven)
    .filter({ has: driven.window.getByText(name, { exact: true }) })
    .getByRole('button')
    .first()
    .click();
  await driven.ui.button('Back to providers').waitFor();
}

/** Opens the gallery and chooses there. */
export async function openProvider(driven: Driven, name: string): Promise<void> {
  await driven.ui.button('Connect account').click();
  await chooseCard(driven, name);
}

/** Drops a file of the disk, with the events that dragging it there causes. */
async function dropFile(window: Page, onto: Locator, path: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  const data = await window.evaluateHandle(
    ([name, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], name));
      return transfer;
    },
    [basename(path), text] as const,
  );
  await onto.dispatchEvent('dragover', { dataTransfer: data });
  await onto.dispatchEvent('drop', { dataTransfer: data });
}

/** Imports a template in the gallery, which has to be open, by dropping its file. */
async function importTemplateFile(driven: Driven, path: string): Promise<void> {
  const { ui, window } = driven;
  await ui.button('Import a template').click();
  const dialog = window.getByRole('dialog', { name: 'Import a template' });
  await dropFile(window, dialog.getByLabel('Text of the template'), path);
  await ui.heading('It will contact').waitFor();
  await ui.button('Import', dialog).click();
  await dialog.waitFor({ state: 'hidden' });
}

/** Drops a file onto the form that is open, and waits until main has read it. */
async function dropOntoForm({ window }: Driven, path: string): Promise<void> {
  await dropFile(window, window.getByLabel('File or block that fills the form'), path);
  await window.getByText(/^Read from /).waitFor();
}

/** Fills in one field by its label, of whatever kind it is; a choice is made by what it says. */
export async function fillField(driven: Driven, label: string, value: string): Promise<void> {
  const { ui, window } = driven;
  const words = label.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  const field = window
    .locator('[data-field]')
    .filter({ has: window.getByText(new RegExp(`^${words}(?: \\(optional\\))?$`)) });
  await field.waitFor({ state: 'attached' });
  if (!(await field.isVisible())) await ui.button('More options').click();
  const typed = field.locator('input, textarea').first();
  const choice = field.locator('button[aria-haspopup=listbox]');
  if ((await typed.count()) > 0 && (await typed.getAttribute('aria-hidden')) === null) {
    await typed.fill(value);
    if ((await typed.getAttribute('role')) !== 'combobox') return;
    const option = window.getByRole('option', { name: value, exact: true });
    if ((await option.count()) > 0) await option.click();
    return;
  }
  await choice.click();
  await window.getByRole('option', { name: value, exact: true }).click();
}

/** Approves or denies at a stand-in, in Chromium, and waits until the program has answered. */
export async function answerPage(
  browser: PersonBrowser,
  decision: 'approve' | 'deny' = 'approve',
): Promise<Page> {
  const page = await browser.visit();
  await page.locator(`#${decision}`).click();
  await page.waitForURL(wayBack);
  return page;
}

/** Fills in the form of an offer, which has to be chosen, as its description says. */
async function fillOffer(driven: Driven, offer: Offer): Promise<void> {
  const { window } = driven;
  if (offer.dropFile !== null) await dropOntoForm(driven, offer.dropFile);
  for (const [name, value] of offer.values) await fillField(driven, name, value);
  const further = driven.ui.button('Port in use?');
  if (await further.isVisible()) await further.click();
  // The stand-ins have them all registered, so a port that is taken does not matter.
  for (const uri of await window.getByRole('checkbox', { name: /^http:/ }).all()) await uri.check();
  await window.getByLabel('Name in Stowkey').fill(offer.label);
}

/** Fills in an offer from the list of accounts on, and sends it. */
export async function sendOffer(
  driven: Driven,
  offer: Offer,
  onForm: () => Promise<void> = async () => {},
): Promise<void> {
  const { ui } = driven;
  await ui.button('Connect account').click();
  if (offer.templateFile !== null) await importTemplateFile(driven, offer.templateFile);
  await chooseCard(driven, offer.name);
  await fillOffer(driven, offer);
  await onForm();
  await ui.button(/^(Continue in browser|Connect)$/).click();
}

/**
 * Connects an offer from the list of accounts to its open panel, consent in Chromium included.
 * `onForm` may look at the form before it is sent.
 */
export async function connectOffer(
  driven: Driven,
  browser: PersonBrowser,
  offer: Offer,
  onForm: () => Promise<void> = async () => {},
): Promise<void> {
  const { ui, window } = driven;
  await sendOffer(driven, offer, onForm);
  for (const turn of offer.afterwards) {
    if (turn === 'consent') {
      const page = await answerPage(browser);
      await page.close();
    } else if (turn === 'review') {
      await ui.review.accept();
    } else {
      await window.getByLabel(turn.label, { exact: true }).fill(turn.value);
      await ui.button('Continue').click();
    }
  }
  await ui.connected(offer.label).waitFor();
  await ui.openAccount(offer.label);
}

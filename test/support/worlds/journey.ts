import type { Locator, Page } from 'playwright';
import { storxRedirectUris } from '../../../electron/providers/redirect-uris.ts';
import type { StandInWorld } from '../../stand-ins/stand-in-world.ts';

/** What a person types into the StorX form. */
type StorxForm = {
  readonly label: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly integrationUrl: string;
  readonly accessServiceUrl: string;
};

/** The form for the stand-in servers, with all redirect URIs and all four permissions ticked. */
export function formFor(world: StandInWorld, label = 'Work'): StorxForm {
  return {
    label,
    clientId: world.client.clientId,
    clientSecret: world.client.clientSecret,
    integrationUrl: world.storx.integrationUrl,
    accessServiceUrl: world.accessService.url,
  };
}

/**
 * The window as a person meets it: everything is found by its accessible role and name, and a step
 * ends when the window shows that it has ended.
 */
export function stowkey(window: Page) {
  const button = (name: string | RegExp, within: Page | Locator = window): Locator =>
    within.getByRole('button', { name, exact: true });
  const heading = (name: string | RegExp): Locator =>
    window.getByRole('heading', { name, exact: true });
  const details = (label: string): Locator =>
    window.getByRole('region', { name: label, exact: true });
  const row = (label: string): Locator =>
    window
      .getByRole('grid', { name: 'Accounts' })
      .getByRole('row')
      .filter({ has: window.getByText(label, { exact: true }) });
  const card = window.getByRole('region', { name: 'Providers' }).getByRole('button');

  const openForm = async (): Promise<void> => {
    await button('Connect account').click();
    await card.filter({ hasText: 'Sign in with StorX in your browser' }).click();
  };

  const fillForm = async (form: StorxForm): Promise<void> => {
    await window.getByLabel('Client ID', { exact: true }).fill(form.clientId);
    await window.getByLabel('Client secret', { exact: true }).fill(form.clientSecret);
    await button('Port in use?').click();
    for (const uri of storxRedirectUris) await window.getByRole('checkbox', { name: uri }).check();
    await window.getByRole('checkbox', { name: /^Delete/ }).check();
    await window.getByLabel('Name in Stowkey').fill(form.label);
    await button('More options').click();
    await button('StorX Environment').click();
    await window.getByRole('option', { name: 'Custom addresses' }).click();
    await window.getByLabel('Integration page').fill(form.integrationUrl);
    await window.getByLabel('Access service').fill(form.accessServiceUrl);
  };

  return {
    button,
    heading,
    details,
    row,
    openForm,
    fillForm,
    /** Sends the form; what follows is the browser's turn. */
    submit: () => button('Continue in browser').click(),
    /** Everything up to the browser. */
    startConnect: async (form: StorxForm): Promise<void> => {
      await openForm();
      await fillForm(form);
      await button('Continue in browser').click();
    },
    review: {
      heading: heading('Is this the access you just allowed?'),
      accept: async (): Promise<void> => {
        await button('Accept').click();
      },
      refuse: async (): Promise<void> => {
        await button('Discard').click();
      },
    },
    /** The end of a connect: the account is there. */
    connected: (label: string): Locator => heading(`${label} is connected`),
    openAccount: async (label: string): Promise<void> => {
      await button('Open account').click();
      await details(label).waitFor();
    },
    /** Opens an account from the list. */
    choose: async (label: string): Promise<void> => {
      await row(label).click();
      await details(label).waitFor();
    },
    /** What a task of an account said when it ended, such as `Keys refreshed`. */
    news: (text: string | RegExp): Locator => heading(text),
    /** Shows a secret and gives the text of its line; it stays shown. */
    reveal: async (field: 'access key' | 'secret key'): Promise<string> => {
      await button(`Show ${field}`).click();
      const hide = button(`Hide ${field}`);
      await hide.waitFor();
      const line = window.locator('div').filter({ has: hide }).last();
      return (await line.locator('..').textContent()) ?? '';
    },
    copyMenu: async (label: string, format: string): Promise<void> => {
      await button(`Copy keys of ${label}`, row(label)).click();
      await window.getByRole('menuitem', { name: format }).click();
    },
    askToDisconnect: async (label: string): Promise<Locator> => {
      await button('More actions', details(label)).click();
      await window.getByRole('menuitem', { name: /^Disconnect/ }).click();
      return window.getByRole('alertdialog', { name: `Disconnect ${label}?` });
    },
    banner: (title: string): Locator => window.getByText(title, { exact: true }),
  };
}
export type Stowkey = ReturnType<typeof stowkey>;

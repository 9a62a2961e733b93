import type { Page } from 'playwright';
import { type Assistant, startAssistant } from '../support/agent/assistant.ts';
import { filesBelow, findIn } from '../support/processes/canaries.ts';
import { connect, type Driven, drive, expect, minted, press, test } from './fixtures.ts';

type Args = Readonly<Record<string, unknown>>;

/** Gives an assistant the only account, and gives what the window says to paste. */
const giveAssistant = async ({ ui, window }: Driven) => {
  await ui.button('Tools').click();
  await ui.button('Give a tool access…').click();
  await window.getByLabel('Name of the tool').fill('Archivist');
  await window.getByRole('radio', { name: /^As an assistant/ }).check();
  await window.getByRole('textbox', { name: /^Uploads/ }).fill('reports/drafts');
  await ui.button('Give access').click();
  const dialog = window.getByRole('dialog', { name: 'Archivist has access' });
  const text = await dialog.locator('code').innerText();
  await ui.button('Done').click();
  await expect(window.getByText('Uploads to reports/drafts/')).toBeVisible();
  return JSON.parse(text).mcpServers.stowkey as { command: string; args: string[] };
};

/** Calls a tool, and gives the window that asks before it. */
const asks = async ({ app }: Driven, assistant: Assistant, name: string, args: Args) => {
  const opening = app.waitForEvent('window');
  const result = assistant.call(name, { account: 'Work', ...args });
  const asking: Page = await opening;
  return { result, asking };
};

test('A5 A16 an assistant lists, reads, links and uploads once it is allowed, and sees no key', async ({
  startDesktop,
}) => {
  test.slow();
  const desktop = await startDesktop();
  desktop.world.s3.seedBuckets({
    photos: { 'one.txt': 'first' },
    reports: { 'drafts/old.txt': 'old' },
  });
  const driven = await drive(desktop);
  await connect(desktop, driven);
  const settings = await giveAssistant(driven);
  const assistant = await startAssistant({ ...settings, env: definedIn(desktop.env) });
  const allowed = async (name: string, args: Args, heading: RegExp, where: string | null) => {
    const { result, asking } = await asks(driven, assistant, name, args);
    await asking.getByRole('heading', { name: heading }).waitFor();
    if (where !== null) await asking.getByText(where, { exact: true }).waitFor();
    await press(asking, 'Allow');
    return (await result).structuredContent;
  };
  try {
    const inPhotos = { bucket: 'photos', key: 'one.txt' };
    expect((await assistant.call('list_accounts')).structuredContent).toMatchObject({
      accounts: [{ name: 'Work' }],
      uploads: { bucket: 'reports', prefix: 'drafts/' },
    });
    const listed = await allowed(
      'list_objects',
      { bucket: 'photos' },
      /^Archivist wants to list what lies in Work$/,
      'photos',
    );
    expect(listed).toMatchObject({ objects: [{ key: 'one.txt', sizeBytes: 5 }] });
    const read = await allowed(
      'read_text',
      inPhotos,
      /^Archivist wants to read an object of Work$/,
      'photos/one.txt',
    );
    expect(read).toMatchObject({ text: 'first' });
    const upload = { bucket: 'reports', key: 'drafts/new.txt', content: 'new' };
    await allowed(
      'upload_object',
      upload,
      /^Archivist wants to upload an object to Work$/,
      'reports/drafts/new.txt',
    );
    const drafts = desktop.world.s3.buckets.get('reports')?.objects;
    expect(drafts?.get('drafts/new.txt')?.body.toString()).toBe('new');

    const refused = await asks(driven, assistant, 'upload_object', {
      ...upload,
      key: 'drafts/old.txt',
    });
    await press(refused.asking, 'Don’t allow');
    expect(await refused.result).toMatchObject({ isError: true });
    expect(drafts?.get('drafts/old.txt')?.body.toString()).toBe('old');

    const keys = new Map(
      minted(desktop).flatMap(({ accessKeyId, secretAccessKey }) => [
        [`ID ${accessKeyId}`, accessKeyId],
        [`secret of ${accessKeyId}`, secretAccessKey],
      ]),
    );
    const received = () => [{ path: 'the client', content: Buffer.from(assistant.received()) }];
    expect(findIn(received(), new Map([['text', 'first']]))).toHaveLength(1);
    expect(findIn(received(), keys)).toEqual([]);

    await driven.window
      .getByRole('button', { name: /Access$/ })
      .last()
      .click();
    await driven.window.getByRole('option', { name: 'Always' }).click();
    await expect(driven.window.getByRole('button', { name: /Access$/ }).last()).toContainText(
      'Always',
    );
    const link = await assistant.call('create_link', { account: 'Work', ...inPhotos });
    const { url } = link.structuredContent as { url: string };
    expect(await (await fetch(url)).text()).toBe('first');
    const secrets = new Map([...keys].filter(([name]) => name.startsWith('secret')));
    expect(findIn(received(), secrets)).toEqual([]);

    await driven.ui.button('Revoke… Archivist').click();
    await driven.window
      .getByRole('alertdialog', { name: 'Revoke Archivist?' })
      .getByRole('button', { name: 'Revoke', exact: true })
      .click();
    await driven.window.getByRole('heading', { name: 'Archivist' }).waitFor({ state: 'hidden' });
    expect(await assistant.call('list_accounts')).toMatchObject({ isError: true });
    // Nothing but the protocol stood on standard output.
    expect(assistant.errors).toEqual([]);
    const activity = await filesBelow(`${desktop.userData}/activity`);
    const written = activity.map(({ content }) => content.toString()).join('');
    for (const act of ['list-accounts', 'list-objects', 'read', 'upload', 'link'])
      expect(written).toContain(`"act":"${act}"`);
    expect(findIn(activity, keys)).toEqual([]);
    expect(written).not.toContain('first');
  } finally {
    await assistant.close();
  }
});

const definedIn = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { contentSecurityPolicy } from '../../electron/app/bundle.ts';
import {
  answered,
  askFor,
  connect,
  type Driven,
  drive,
  expect,
  newest,
  press,
  type Reply,
  test,
} from './fixtures.ts';

/** Asks, and gives the window that comes of it. */
const beginToAsk = async (
  { app }: Driven,
  userData: string,
): Promise<{ readonly reply: Promise<Reply>; readonly asking: Page }> => {
  const opening = app.waitForEvent('window');
  const reply = askFor(userData, 'Work');
  const asking = await opening;
  await asking
    .getByRole('heading', { name: 'Command line wants to use Work', exact: true })
    .waitFor();
  return { reply, asking };
};

const setRule = async (window: Page, rule: string): Promise<void> => {
  await window.getByRole('button', { name: /Access$/ }).click();
  await window.getByRole('option', { name: rule }).click();
  await expect(window.getByRole('button', { name: /Access$/ })).toContainText(rule);
};

const expectNothing = ({ status, body }: Reply, words: string): void => {
  expect(status).toBe(403);
  expect(body).toContain(words);
  expect(body.trimEnd().split('\n')).toHaveLength(1);
};

test('A5 A6 a tool that has to ask gets its document once a person allows it in the window that asks', async ({
  startDesktop,
}) => {
  test.slow();
  const desktop = await startDesktop();
  const { userData } = desktop;
  const driven = await drive(desktop);
  const { app, window: main } = driven;
  await connect(desktop, driven);
  const { accessKeyId, secretAccessKey } = newest(desktop);
  expect(JSON.parse((await askFor(userData, 'Work')).body)).toMatchObject({
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
  });
  await driven.ui.button('Tools').click();
  await setRule(main, 'Ask each time');

  await test.step('allowed', async () => {
    const { reply, asking } = await beginToAsk(driven, userData);
    await asking.getByText(/^Not allowed in \d+ s if you do not answer\./).waitFor();
    await press(asking, 'Allow');
    expect(JSON.parse((await reply).body)).toMatchObject({ SecretAccessKey: secretAccessKey });
  });
  await test.step('refused, and asked about anew only once its rule is another one', async () => {
    const { reply, asking } = await beginToAsk(driven, userData);
    await press(asking, 'Don’t allow');
    expectNothing(await reply, 'You refused this tool');
    expectNothing(await askFor(userData, 'Work'), 'You refused this tool less than a minute ago');
    await setRule(main, 'Ask and remember');
  });
  await test.step('refused by Escape, once it is heard', async () => {
    const { reply, asking } = await beginToAsk(driven, userData);
    await expect(asking.getByRole('button', { name: 'Allow', exact: true })).toBeEnabled();
    await answered(asking, () => asking.keyboard.press('Escape'));
    expectNothing(await reply, 'You refused this tool');
    await setRule(main, 'Ask each time');
  });
  await test.step('closed', async () => {
    const { reply, asking } = await beginToAsk(driven, userData);
    await answered(asking, () =>
      app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()
          .find((each) => each.webContents.getURL() === 'app://bundle/ask.html')
          ?.close(),
      ),
    );
    expectNothing(await reply, 'You refused this tool');
    await setRule(main, 'Ask and remember');
  });
  await test.step('dead', async () => {
    const { reply } = await beginToAsk(driven, userData);
    await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find((each) => each.webContents.getURL() === 'app://bundle/ask.html')
        ?.webContents.forcefullyCrashRenderer(),
    );
    expectNothing(await reply, 'You refused this tool');
    await setRule(main, 'Ask each time');
  });

  await test.step('as closed to the world as the main window, and to what that may call', async () => {
    const { reply, asking } = await beginToAsk(driven, userData);
    const [response] = await Promise.all([
      asking.waitForResponse('app://bundle/ask.html'),
      asking.reload(),
    ]);
    expect(await response.headerValue('content-security-policy')).toBe(contentSecurityPolicy);
    const seen = await asking.evaluate(async () => ({
      strangers: ['require', 'process', 'module', 'Buffer', 'electron'].filter(
        (name) => name in globalThis,
      ),
      snapshot: await window.stowkey.app.snapshot(),
      opened: String(window.open('app://bundle/')),
      question: await window.stowkey.consumers.question(),
    }));
    expect(seen.strangers).toEqual([]);
    expect(seen.snapshot).toMatchObject({ ok: false, error: { code: 'call.refused' } });
    expect(seen.opened).toBe('null');
    if (!seen.question.ok || seen.question.value === null) throw new Error('nothing is asked');
    const byMainWindow = await main.evaluate(
      (questionId) => window.stowkey.consumers.answer({ questionId, answer: 'allow' }),
      seen.question.value.id,
    );
    expect(byMainWindow).toMatchObject({ ok: false, error: { code: 'call.refused' } });
    await press(asking, 'Don’t allow');
    expectNothing(await reply, 'You refused this tool');
  });

  await test.step('remembered until the screen locks', async () => {
    await setRule(main, 'Ask and remember');
    const first = await beginToAsk(driven, userData);
    await press(first.asking, 'Allow');
    expect((await first.reply).status).toBe(200);
    expect((await askFor(userData, 'Work')).status).toBe(200);
    await app.evaluate(({ powerMonitor }) => void powerMonitor.emit('lock-screen'));
    const again = await beginToAsk(driven, userData);
    await press(again.asking, 'Don’t allow');
    expectNothing(await again.reply, 'You refused this tool');
    await setRule(main, 'Ask each time');
  });

  await test.step('revoked in the window', async () => {
    const { reply } = await beginToAsk(driven, userData);
    await main.getByRole('button', { name: 'Revoke… Command line' }).click();
    await main
      .getByRole('alertdialog', { name: 'Revoke Command line?' })
      .getByRole('button', { name: 'Revoke', exact: true })
      .click();
    expectNothing(await reply, 'You refused this tool');
    await main.getByRole('heading', { name: 'No tool has access' }).waitFor();
    await expect(askFor(userData, 'Work')).rejects.toThrow('ENOENT');
  });
  const log = await readFile(`${userData}/logs/stowkey.log`, 'utf8');
  expect(log).not.toContain(secretAccessKey);
});

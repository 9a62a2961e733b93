import { clipboardOf, connect, drive, expect, newest, test } from './fixtures.ts';

test('S7 a copied secret leaves the clipboard after 30 seconds, on request, and on quitting', async ({
  startDesktop,
}) => {
  const desktop = await startDesktop();
  const driven = await drive(desktop);
  const { ui, window, app } = driven;
  await connect(desktop, driven);
  const { secretAccessKey } = newest(desktop);
  const copySecret = async (): Promise<void> => {
    await ui.button('Copy secret key').click();
    await expect.poll(() => clipboardOf(driven)).toBe(secretAccessKey);
  };
  const write = (text: string): Promise<void> =>
    app.evaluate(async ({ clipboard }, value) => clipboard.writeText(value), text);

  await test.step('at its time', async () => {
    const start = Date.now();
    await copySecret();
    await expect(window.getByText(/Secret key copied\. Clears in \d+ s/).first()).toBeVisible();
    await expect.poll(() => clipboardOf(driven), { timeout: 35_000, intervals: [250] }).toBe('');
    const tookMs = Date.now() - start;
    expect(tookMs).toBeGreaterThan(29_000);
    expect(tookMs).toBeLessThan(34_000);
    await expect(ui.button('Clear now')).toBeHidden();
  });

  await test.step('on request', async () => {
    await copySecret();
    await ui.button('Clear now').click();
    await expect.poll(() => clipboardOf(driven)).toBe('');
  });

  await test.step('but not what the person has copied since', async () => {
    await copySecret();
    await write('something else');
    await ui.button('Clear now').click();
    await expect(ui.button('Clear now')).toBeHidden();
    expect(await clipboardOf(driven)).toBe('something else');
  });

  await test.step('on quitting', async () => {
    await copySecret();
    // X11 has no clipboard apart from its owner, so it is read at the owner's very last moment.
    await app.evaluate(({ app: program, clipboard }) => {
      const exit = program.exit.bind(program);
      program.exit = (code) => {
        void Promise.resolve(clipboard.readText()).then((text) => {
          process.stdout.write(`clipboard at the end: [${text}]\n`, () => exit(code));
        });
      };
    });
    await driven.close();
    expect(driven.output()).toContain('clipboard at the end: []');
  });
});

/**
 * Records the main job as one moving picture for the README: `npm run record`. Connects an account of
 * the stand-ins at a person's pace, copies its keys and checks them.
 */
import { join, relative } from 'node:path';
import { projectFolder } from '../support/app/package-app.ts';
import { prepareApp } from '../support/app/prepare-app.ts';
import { startDesktop } from '../support/desktop/desktop.ts';
import { startDisplay } from '../support/desktop/display.ts';
import { formFor, stowkey } from '../support/worlds/journey.ts';
import { createHand, createRecorder } from './frames.ts';

const size = { width: 960, height: 680 };
const file = join(projectFolder, 'renderer/main-job.webp');
const maxBytes = 2_000_000;
const label = 'Photos';

await prepareApp();
const screen = await startDisplay({ width: 1280, height: 900 });
const desktop = await startDesktop({ display: screen.display });
try {
  const { window, app } = await desktop.start();
  await app.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
  }, size);
  const recorder = createRecorder(size);
  const ui = stowkey(window);
  const hand = createHand(window);
  const form = formFor(desktop.world, label);

  await ui.button('Connect account').waitFor();
  await recorder.watch(window);
  await hand.look(1);
  await hand.click(ui.button('Connect account'));
  await hand.look(1.5);
  const card = window.getByRole('region', { name: 'Providers' }).getByRole('button');
  await hand.click(card.filter({ hasText: 'Sign in with StorX in your browser' }));
  await ui.button('Continue in browser').waitFor();
  // Where the stand-ins are is nothing that a person types.
  await recorder.rest();
  const clientId = window.getByLabel('Client ID', { exact: true });
  const clientSecret = window.getByLabel('Client secret', { exact: true });
  await ui.fillForm(form);
  await ui.button('More options').click();
  await ui.button('Port in use?').click();
  await clientSecret.fill('');
  await clientId.fill('');
  await clientId.scrollIntoViewIfNeeded();
  await recorder.watch(window);
  await hand.look(1);
  await hand.paste(clientId, form.clientId);
  await hand.paste(clientSecret, form.clientSecret);
  await hand.click(ui.button('Continue in browser'));
  await hand.look(1.5);

  const consent = await desktop.browser.visit();
  await consent.setViewportSize(size);
  const onPage = createHand(consent);
  await recorder.watch(consent);
  await onPage.look(1.5);
  await onPage.type(consent.locator('#passphrase'), 'correct horse battery');
  await onPage.click(consent.locator('#approve'));
  await consent.getByText('You can close this tab and go back to Stowkey').waitFor();
  await onPage.look(1.5);

  await ui.review.heading.waitFor();
  await recorder.watch(window);
  await hand.look(2.5);
  await hand.click(ui.button('Accept'));
  await ui.connected(label).waitFor();
  await hand.look(1.5);
  await hand.click(ui.button('Open account'));
  await ui.details(label).waitFor();
  await hand.look(2);
  await hand.click(ui.button('Verify'));
  await ui.news('The keys work').waitFor();
  await hand.look(2);
  await hand.click(ui.button('Copy as Environment variables', ui.details(label)));
  await hand.look(2);
  await window.keyboard.press('Control+k');
  await hand.look(0.8);
  await window.keyboard.type('copy photos rclone', { delay: 70 });
  await hand.look(1.5);
  await window.keyboard.press('Enter');
  await hand.look(2.5);
  await hand.click(ui.button('Use with AWS tools…'));
  await ui.button('Add profile').waitFor();
  await hand.look(2.5);
  await hand.click(ui.button('Add profile'));
  await ui.heading(`Profile ${label} is ready`).waitFor();
  await hand.look(2.5);

  const { bytes, seconds } = await recorder.save(file);
  const where = relative(projectFolder, file);
  console.log(`${where}: ${(bytes / 1e6).toFixed(2)} MB, ${seconds.toFixed(0)} s`);
  if (bytes > maxBytes) throw new Error(`more than ${maxBytes / 1e6} MB`);
} finally {
  await desktop.close();
  await screen.close();
}

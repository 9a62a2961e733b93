/**
 * Put in front of a measured program's own main file: prints a line as each milestone passes, then
 * is out of the way. The same for every program, so that what it costs cancels out.
 *
 * `done` means that what STOWKEY_BENCH_SELECTOR names is in the page, a frame with it was drawn, and
 * the window is on the screen.
 */
const { app } = require('electron');

const mark = (name) => process.stdout.write(`milestone ${name}\n`);

/** Runs in the page. The frame after next begins when the next one has been drawn. */
const untilDrawn = (selector) =>
  new Promise((resolve) => {
    const look = () => {
      if (document.querySelector(selector) === null) requestAnimationFrame(look);
      else requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
    };
    look();
  });

mark('main');
app.whenReady().then(() => mark('ready'));
app.once('browser-window-created', (_event, window) => {
  mark('window');
  const { webContents } = window;
  const shown = new Promise((resolve) => {
    window.once('show', resolve);
    setImmediate(() => window.isVisible() && resolve());
  }).then(() => mark('shown'));
  const drawn = new Promise((resolve) => {
    webContents.once('dom-ready', () => {
      mark('page');
      const selector = JSON.stringify(process.env.STOWKEY_BENCH_SELECTOR);
      resolve(webContents.mainFrame.executeJavaScript(`(${untilDrawn})(${selector})`));
    });
  }).then(() => mark('drawn'));
  Promise.all([shown, drawn]).then(() => mark('done'));
  // A test of what is left without a window asks for it to be closed.
  process.once('SIGUSR2', () => window.close());
  window.once('closed', () => mark('closed'));
});

require(process.env.STOWKEY_BENCH_MAIN);

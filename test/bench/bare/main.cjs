const { app, BrowserWindow } = require('electron');

// A page of its own archive could not be loaded: the release's fuses keep `file:` from it.
const page = 'data:text/html,<!doctype html><title>Empty</title>';
app.whenReady().then(() => new BrowserWindow({ width: 1100, height: 720 }).loadURL(page));
// What is left when the window is closed is measured as well.
app.on('window-all-closed', () => {});

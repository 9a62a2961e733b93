const { app, BrowserWindow } = require('electron');

app.whenReady().then(() => new BrowserWindow({ width: 1100, height: 720 }).loadFile('index.html'));

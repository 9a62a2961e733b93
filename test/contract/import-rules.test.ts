import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSource, readSources, violationsOf } from '../support/rules/import-rules.ts';

const root = resolve(import.meta.dirname, '../..');
const sources = readSources(root, ['electron', 'renderer', 'shared']);

describe('the import rules of the house', () => {
  it('are kept by every file', () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(violationsOf(sources)).toEqual([]);
  });

  it.each([
    ['shared/x.ts', "import { readFileSync } from 'node:fs';"],
    ['shared/x.ts', "import type { App } from 'electron';"],
    ['shared/x.ts', "import { a } from '../electron/diagnostics/secret.ts';"],
    ['shared/words/x.ts', "import { z } from 'zod';"],
    ['shared/words/x.ts', "import { stepIds } from '../schemas.ts';"],
    ['shared/connection-rules.ts', "import { epochSeconds } from './schemas.ts';"],
    ['renderer/x.tsx', "import { a } from '../electron/app/bundle.ts';"],
    ['renderer/x.tsx', "import type { Secret } from '../electron/diagnostics/secret.ts';"],
    ['renderer/x.tsx', "import { ipcRenderer } from 'electron';"],
    ['renderer/x.tsx', "import fs from 'node:fs';"],
    ['renderer/x.tsx', "import axios from 'axios';"],
    ['renderer/x.tsx', "export * from '../electron/main.ts';"],
    ['renderer/x.tsx', "const a = import('node:fs');"],
    ['renderer/x.tsx', 'const a = <p dangerouslySetInnerHTML={{ __html: "" }} />;'],
    ['renderer/x.tsx', "import { NumberField } from 'react-aria-components';"],
    ['renderer/x.tsx', "import { schemas } from '../shared/schemas.ts';"],
    ['renderer/components/x.tsx', "import { Home } from '../views/shell/home.tsx';"],
    ['renderer/components/x.tsx', "const home = () => import('../views/shell/home.tsx');"],
    ['renderer/state/x.ts', "import type { Menu } from '../components/menu.tsx';"],
    ['electron/preload/x.ts', "import { contract } from '../../shared/contract.ts';"],
    ['electron/preload/x.ts', "import { z } from 'zod';"],
    ['electron/preload/x.ts', "import { ipcRenderer } from 'electron';"],
    ['electron/app/x.ts', "import { ipcMain } from 'electron';"],
    ['electron/app/x.ts', "import { shell } from 'electron';"],
    ['electron/app/x.ts', "import { clipboard } from 'electron';"],
    ['electron/app/x.ts', "import { utilityProcess } from 'electron';"],
    ['electron/app/x.ts', "import { BrowserWindow } from 'electron';"],
    ['electron/app/x.ts', "import electron from 'electron';"],
    ['electron/app/x.ts', "import * as all from 'electron';"],
    ['electron/app/x.ts', "import { run } from '../main.ts';"],
    ['electron/app/x.ts', "import { connect } from '../connections/connect.ts';"],
    ['electron/app/x.ts', "import { a } from '../api/dispatcher.ts';"],
    ['electron/api/x.ts', "import { isTrustedFrame } from './window/sender.ts';"],
    ['electron/api/x.ts', "import type { FrameLike } from './window/sender.ts';"],
    ['electron/api/x.ts', "import { a } from './handlers/app.ts';"],
    ['electron/api/handlers/x.ts', "import { a } from '../window/push-event.ts';"],
    ['electron/api/window/x.ts', "import { ipcMain } from 'electron';"],
    ['electron/api/window/x.ts', "import { a } from '../handlers/app.ts';"],
    ['electron/api/handlers/x.ts', "import { a } from '../../keychain/keytar-store.ts';"],
    ['electron/api/handlers/x.ts', "import { a } from '../../oauth/pkce.ts';"],
    ['electron/connections/x.ts', "import { app } from 'electron';"],
    ['electron/connections/x.ts', "import { a } from '../keychain/keytar-store.ts';"],
    ['electron/connections/x.ts', "import { a } from '../app/bundle.ts';"],
    ['electron/connections/x.ts', "import keytar from 'keytar';"],
    ['electron/connections/x.ts', "import { a } from '../handoff/credential-gate.ts';"],
    ['electron/diagnostics/x.ts', "import type { Clock } from '../platform/interfaces.ts';"],
    ['electron/providers/x.ts', "import { a } from '../connections/connect.ts';"],
    ['electron/providers/x.ts', "import { a } from '../storage/metadata/store.ts';"],
    ['electron/storj/x.ts', "import { a } from '../oauth/pkce.ts';"],
    ['electron/s3/x.ts', "import http from 'node:http';"],
    ['electron/oauth/x.ts', "import { createServer } from 'node:http';"],
    ['electron/platform/x.ts', "import { a } from '../connections/connect.ts';"],
    ['electron/platform/x.ts', "import { a } from '../../test/support/x.ts';"],
    ['electron/platform/x.ts', "import { exec } from 'node:child_process';"],
    ['electron/platform/x.ts', "console.log('x');"],
    ['electron/keychain/x.ts', "import { findCredentials } from 'keytar';"],
    ['electron/app/x.ts', 'session.setCertificateVerifyProc(() => 0);'],
    ['electron/oauth/x.ts', "if (url.username === '') send(url);"],
    ['electron/elsewhere/x.ts', ''],
    ['electron/cli/x.ts', "import { a } from '../oauth/pkce.ts';"],
  ])('see that %s may not hold: %s', (path, text) => {
    expect(violationsOf([parseSource(path, text)])).not.toEqual([]);
  });

  it.each([
    ['shared/x.ts', "import { z } from 'zod';"],
    ['shared/words/x.ts', "import type { StepId } from '../schemas.ts';"],
    ['renderer/x.tsx', "import { createRoot } from 'react-dom/client';\nimport './x.css';"],
    ['electron/preload/x.ts', "import type { Bridge } from '../../shared/contract.ts';"],
    ['electron/app/x.ts', "import { app, type BrowserWindow } from 'electron';"],
    [
      'electron/connections/x.ts',
      "import type { SecretStore } from '../keychain/secret-store.ts';",
    ],
    ['electron/keychain/keytar-store.ts', "import keytar from 'keytar';"],
    [
      'electron/oauth/redirect/server.ts',
      "import { createServer } from 'node:http';\ncreateServer();",
    ],
    ['electron/platform/x.ts', '// console.log is not for us\n/* eval( */'],
  ])('let %s hold: %s', (path, text) => {
    expect(violationsOf([parseSource(path, text)])).toEqual([]);
  });
});

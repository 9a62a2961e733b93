import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseSync } from 'vite';

/** One import of a file: `names` are the values it imports, `*` for all, `default` for the default. */
type ImportLine = {
  /** A package's name, `node:…`, or the path of a file of the project. */
  readonly target: string;
  readonly names: readonly string[];
  readonly typeOnly: boolean;
};

type SourceFile = {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly ImportLine[];
};

const packageOf = (specifier: string): string =>
  specifier.startsWith('node:')
    ? specifier
    : specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

const targetOf = (path: string, specifier: string): string =>
  specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : packageOf(specifier);

/** Parses a file's imports, exports-from and `import()` calls with the bundler's own parser. */
export const parseSource = (path: string, text: string): SourceFile => {
  const { module, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} does not parse`);
  const imports: ImportLine[] = module.staticImports.map(({ moduleRequest, entries }) => {
    const values = entries.filter((entry) => !entry.isType);
    return {
      target: targetOf(path, moduleRequest.value),
      names: values.map(({ importName }) => {
        if (importName.kind === 'Name') return importName.name ?? '';
        return importName.kind === 'Default' ? 'default' : '*';
      }),
      typeOnly: entries.length > 0 && values.length === 0,
    };
  });
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, isType } of entries) {
      if (moduleRequest === null) continue;
      imports.push({ target: targetOf(path, moduleRequest.value), names: ['*'], typeOnly: isType });
    }
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const quoted = text.slice(moduleRequest.start, moduleRequest.end);
    const specifier = /^['"`](.*)['"`]$/.exec(quoted)?.[1];
    if (specifier === undefined) throw new Error(`${path} imports a computed name`);
    imports.push({ target: targetOf(path, specifier), names: ['*'], typeOnly: false });
  }
  return { path, text, imports };
};

/** Reads every source file under the given folders of the project. */
export const readSources = (root: string, folders: readonly string[]): readonly SourceFile[] =>
  folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter(
        (entry) =>
          entry.isFile() && /\.(ts|tsx)$/.test(entry.name) && !entry.name.endsWith('.d.ts'),
      )
      .map((entry) => {
        const absolute = join(entry.parentPath, entry.name);
        const path = absolute.slice(root.length + 1).replaceAll('\\', '/');
        return parseSource(path, readFileSync(absolute, 'utf8'));
      }),
  );

/** What the files of a folder may import; the longest matching folder decides. */
type FolderRule = { readonly folder: string; readonly may: readonly string[] };

const everywhereInMain = ['shared/', 'electron/diagnostics/', 'electron/platform/', 'node:'];
const inDomain = [
  ...everywhereInMain,
  'electron/providers/',
  'electron/storj/',
  'electron/s3/',
  'electron/oauth/',
  'electron/storage/',
  // The port alone; which store it is, is decided in main.ts.
  'electron/keychain/secret-store.ts',
  'zod',
];

/** The zod-free part of `shared`, and the libraries that the window is drawn with. */
const everywhereInWindow = [
  'shared/account-list.ts',
  'shared/connection-rules.ts',
  'shared/copy-formats.ts',
  'shared/doctor.ts',
  'shared/first-frame.ts',
  'shared/fold.ts',
  'shared/keychains.ts',
  'shared/languages.ts',
  'shared/letters.ts',
  'shared/limits.ts',
  'shared/organisation.ts',
  'shared/result.ts',
  'shared/settings.ts',
  'shared/snapshot-changes.ts',
  'shared/tags.ts',
  'shared/upload-place.ts',
  'shared/words/',
  'react',
  'react-dom',
  'react-aria-components',
  'react-aria',
  'react-stately',
  'lucide-react',
  'simple-icons',
  '@tanstack/react-virtual',
  '@fontsource-variable/inter',
];

const folderRules: readonly FolderRule[] = [
  { folder: 'shared/', may: ['shared/', 'zod'] },
  // Of what is no words, types and what needs no zod.
  {
    folder: 'shared/words/',
    may: [
      'intl-messageformat',
      'shared/words/',
      'shared/connection-rules.ts',
      'shared/copy-formats.ts',
      'shared/doctor.ts',
      'shared/tags.ts',
    ],
  },
  // Main and window both start with these, before zod is loaded.
  { folder: 'shared/connection-rules.ts', may: [] },
  { folder: 'shared/copy-formats.ts', may: [] },
  { folder: 'shared/fold.ts', may: [] },
  {
    folder: 'shared/account-list.ts',
    may: ['shared/connection-rules.ts', 'shared/fold.ts', 'shared/words/'],
  },
  {
    folder: 'shared/first-frame.ts',
    may: [
      'shared/account-list.ts',
      'shared/connection-rules.ts',
      'shared/letters.ts',
      'shared/words/',
    ],
  },
  { folder: 'shared/letters.ts', may: ['shared/fold.ts'] },
  { folder: 'shared/organisation.ts', may: [] },
  { folder: 'shared/reminders.ts', may: [] },
  { folder: 'shared/languages.ts', may: ['shared/words/'] },
  { folder: 'shared/settings.ts', may: ['shared/languages.ts', 'shared/reminders.ts'] },
  { folder: 'shared/snapshot-changes.ts', may: [] },
  { folder: 'shared/tags.ts', may: ['shared/fold.ts'] },
  { folder: 'shared/upload-place.ts', may: [] },
  { folder: 'renderer/', may: [...everywhereInWindow, 'renderer/'] },
  { folder: 'renderer/state/', may: [...everywhereInWindow, 'renderer/state/'] },
  {
    folder: 'renderer/components/',
    may: [...everywhereInWindow, 'renderer/components/', 'renderer/state/'],
  },
  { folder: 'electron/preload/', may: ['electron/preload/', 'shared/channels.ts', 'electron'] },
  { folder: 'electron/main.ts', may: ['electron/', 'shared/', 'node:', 'electron'] },
  { folder: 'electron/agent.ts', may: ['electron/', 'shared/'] },
  { folder: 'electron/program.ts', may: ['electron/', 'shared/', 'node:os'] },
  // The other half of the composition root: everything that is not Electron.
  { folder: 'electron/services.ts', may: ['electron/', 'shared/', 'node:path'] },
  {
    folder: 'electron/app/',
    may: [...everywhereInMain, 'electron/app/', 'electron/api/window/', 'electron'],
  },
  // The dispatcher and its handlers know no transport; each transport knows the dispatcher alone.
  {
    folder: 'electron/api/',
    may: [...everywhereInMain, 'electron/api/*', 'electron/api/handlers/index.ts', 'zod'],
  },
  {
    folder: 'electron/api/window/',
    may: [...everywhereInMain, 'electron/api/*', 'electron/api/window/'],
  },
  {
    folder: 'electron/api/agent/',
    may: [...everywhereInMain, 'electron/api/*', 'electron/api/agent/'],
  },
  {
    folder: 'electron/api/handlers/',
    may: [
      ...everywhereInMain,
      'electron/api/handlers/',
      'electron/backup/',
      'electron/connections/',
      'electron/forget/',
      'electron/handoff/',
      'electron/organisation/',
    ],
  },
  {
    folder: 'electron/cli/',
    may: [
      'shared/',
      'node:',
      'electron/cli/',
      'electron/diagnostics/errors.ts',
      // How variables are written for a shell.
      'electron/handoff/formats/environment/',
      'electron/handoff/quoting.ts',
      'electron/diagnostics/doctor/',
      'electron/organisation/place.ts',
      'electron/organisation/bundle/sign-file.ts',
      'electron/platform/agent-paths.ts',
      'electron/platform/clock.ts',
      'electron/platform/leaving-times.ts',
    ],
  },
  // Loaded when an assistant asks: it brings the protocol along.
  {
    folder: 'electron/cli/mcp/',
    may: ['shared/', 'node:', 'electron/cli/', '@modelcontextprotocol/server'],
  },
  {
    folder: 'electron/organisation/',
    may: [
      ...everywhereInMain,
      'electron/organisation/',
      'electron/providers/',
      'electron/storage/',
      'jose',
      'zod',
    ],
  },
  {
    folder: 'electron/backup/',
    may: [...inDomain, 'electron/backup/', 'electron/connections/', 'jose'],
  },
  {
    folder: 'electron/forget/',
    may: [...inDomain, 'electron/forget/', 'electron/connections/', 'electron/handoff/'],
  },
  { folder: 'electron/connections/', may: [...inDomain, 'electron/connections/'] },
  {
    folder: 'electron/handoff/',
    may: [...inDomain, 'electron/handoff/', 'electron/connections/', 'ini'],
  },
  {
    folder: 'electron/providers/',
    may: [
      ...everywhereInMain,
      'electron/providers/',
      'electron/oauth/',
      'electron/storj/',
      'electron/s3/',
      // The type of a credential's fields.
      'electron/keychain/secret-store.ts',
      'zod',
      // Cyberduck's profiles are XML property lists.
      'fast-xml-parser',
    ],
  },
  {
    folder: 'electron/oauth/',
    may: [...everywhereInMain, 'electron/oauth/', 'jose', 'oauth4webapi', 'zod'],
  },
  { folder: 'electron/storj/', may: [...everywhereInMain, 'electron/storj/', 'zod'] },
  {
    folder: 'electron/s3/',
    may: [...everywhereInMain, 'electron/s3/', 'aws4fetch', 'fast-xml-parser', 'zod'],
  },
  {
    folder: 'electron/keychain/',
    may: [...everywhereInMain, 'electron/keychain/', '@jellybrick/dbus-next', 'jose', 'zod'],
  },
  {
    folder: 'electron/storage/',
    may: [...everywhereInMain, 'electron/storage/', 'zod'],
  },
  {
    folder: 'electron/platform/',
    may: [...everywhereInMain, 'undici', 'proxy-from-env', '@jellybrick/dbus-next'],
  },
  {
    folder: 'electron/diagnostics/doctor/',
    may: [
      ...everywhereInMain,
      'electron/keychain/secret-store.ts',
      'electron/organisation/',
      'electron/providers/redirect-uris.ts',
    ],
  },
  { folder: 'electron/diagnostics/', may: ['shared/', 'electron/diagnostics/', 'node:'] },
];

/** What one file alone may import as a value; types may go anywhere the folder allows. */
type SingleImporter = {
  readonly target: string;
  readonly name: string | null;
  readonly only: RegExp;
};

const singleImporters: readonly SingleImporter[] = [
  { target: 'electron', name: 'ipcMain', only: /^electron\/api\/window\/registrar\.ts$/ },
  { target: 'electron', name: 'ipcRenderer', only: /^electron\/preload\/bridge\.ts$/ },
  { target: 'electron', name: 'contextBridge', only: /^electron\/preload\/bridge\.ts$/ },
  { target: 'electron', name: 'shell', only: /^electron\/platform\/system-browser\.ts$/ },
  { target: 'electron', name: 'clipboard', only: /^electron\/platform\/clipboard\.ts$/ },
  { target: 'electron', name: 'BrowserWindow', only: /^electron\/app\/window\.ts$/ },
  { target: 'electron', name: 'Tray', only: /^electron\/app\/tray\/tray\.ts$/ },
  { target: 'electron', name: 'Notification', only: /^electron\/app\/notification\.ts$/ },
  { target: 'electron', name: 'utilityProcess', only: /^electron\/keychain\/start-helper\.ts$/ },
  { target: 'keytar', name: null, only: /^electron\/keychain\/[a-z-]+\.ts$/ },
  {
    target: 'node:http',
    name: null,
    only: /^electron\/(oauth\/redirect\/server|api\/agent\/[a-z-]+|cli\/agent-client|platform\/http)\.ts$/,
  },
];

/** Files outside `electron/app` and `electron/preload` that may touch Electron at all. */
const electronEdges =
  /^electron\/(main|api\/window\/registrar|keychain\/start-helper|platform\/(clipboard|system-browser))\.ts$|^electron\/(app|preload)\//;

/** Texts that stand nowhere in the program, with the files that are excepted. */
const forbiddenTexts: readonly (readonly [
  pattern: RegExp,
  where: RegExp,
  except: RegExp | null,
])[] = [
  [
    /\bconsole\s*\.\s*(?:log|info|warn|error|debug|trace|table|dir|assert)\b/,
    /./,
    /^electron\/diagnostics\/logger\.ts$/,
  ],
  // keytar's find* can crash the process and opens items of others (K15).
  [/\bfind(?:Credentials|Password)\b/, /^electron\//, null],
  // W9: Chromium's refusal of a bad certificate stands.
  [/setCertificateVerifyProc|ignore-certificate-errors|rejectUnauthorized/, /./, null],
  // Which addresses may be used is asked in one place; the sender is compared with our own page.
  [/\.username\b/, /^electron\//, /^electron\/(platform\/address-policy|api\/window\/sender)\.ts$/],
  // S11: child processes are the program itself with a clean environment, the keychain's helper, which
  // Electron's utilityProcess starts, what reads an organisation's settings on macOS and Windows (plutil,
  // reg), and on Windows what `exec` runs and cmd, which tells short names.
  [
    /['"]node:child_process['"]/,
    /./,
    /^electron\/(?:app\/start-over|cli\/(?:start-agent|run-program)|organisation\/place|platform\/short-path)\.ts$/,
  ],
  [/['"]node:(?:cluster|vm|repl)['"]/, /./, null],
  [
    /\bcreateServer\s*\(/,
    /./,
    /^electron\/(oauth\/redirect\/server|api\/agent\/(?:server|endpoint)|platform\/try-port)\.ts$/,
  ],
  [/dangerouslySetInnerHTML|\.(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write/, /./, null],
  // Their spin buttons empty an element by innerHTML, which throws under Trusted Types.
  [/\b(?:NumberField|DateField|TimeField|DatePicker|ColorField)\b/, /^renderer\//, null],
  [/\beval\s*\(|new Function\s*\(/, /./, null],
  [/crashReporter\s*\./, /./, null],
];

/** A folder with all that is in it (`a/`), the files of a folder alone (`a/*`), or one file. */
const matches = (allowed: string, target: string): boolean => {
  if (allowed.endsWith('/*')) return posix.dirname(target) === posix.dirname(allowed);
  const isFolder = allowed.endsWith('/') || allowed.endsWith(':');
  return isFolder ? target.startsWith(allowed) : target === allowed;
};

const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/[^\n]*/g, '$1');

const ruleOf = (path: string): FolderRule | undefined =>
  folderRules
    .filter(({ folder }) => path.startsWith(folder))
    .sort((one, other) => other.folder.length - one.folder.length)[0];

const importViolation = (path: string, rule: FolderRule, line: ImportLine): string | null => {
  const { target, names, typeOnly } = line;
  const said = `${path} imports ${target}`;
  if (target === 'electron/main.ts' || target.startsWith('test/') || target.startsWith('..'))
    return said;
  // Types leave nothing behind, but the preload gets even those from shared/ only.
  if (typeOnly && target.startsWith('shared/')) return null;
  if (typeOnly && target === 'electron' && path.startsWith('electron/')) return null;
  for (const single of singleImporters) {
    if (single.target !== target || typeOnly || single.only.test(path)) continue;
    if (single.name === null || names.includes(single.name))
      return `${said} { ${names.join(', ')} }`;
  }
  if (target === 'electron') {
    if (!electronEdges.test(path)) return said;
    // The whole module under one name would hide which parts are used.
    return names.includes('default') || names.includes('*') ? `${said} whole` : null;
  }
  if (target === 'keytar' || (target === 'node:http' && !path.startsWith('renderer/'))) return null;
  return rule.may.some((allowed) => matches(allowed, target)) ? null : said;
};

/** Lists every breach of the house's import rules, as sentences. */
export const violationsOf = (files: readonly SourceFile[]): readonly string[] =>
  files.flatMap((file) => {
    const rule = ruleOf(file.path);
    if (rule === undefined) return [`${file.path} is in no known folder`];
    const code = withoutComments(file.text);
    return [
      ...file.imports.flatMap((line) => importViolation(file.path, rule, line) ?? []),
      ...forbiddenTexts
        .filter(
          ([pattern, where, except]) =>
            where.test(file.path) && !except?.test(file.path) && pattern.test(code),
        )
        .map(([pattern]) => `${file.path} holds ${pattern.source}`),
    ];
  });

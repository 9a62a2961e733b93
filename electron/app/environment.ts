/**
 * Families of variables that change how Node, Electron, Chromium, GTK or libsecret check certificates,
 * load code, trace, log or keep secrets. Whatever begins like this counts, known or not: each release of
 * theirs brings new ones.
 */
const governed = new RegExp(
  `^(?:${[
    // Node: cli.html#environment-variables. NODE_TLS_REJECT_UNAUTHORIZED, NODE_DEBUG, NODE_V8_COVERAGE, …
    'NODE_',
    'UV_(?:THREADPOOL_SIZE|USE_IO_URING)$',
    'OPENSSL_',
    'SSL_CERT_',
    'SSLKEYLOGFILE$',
    // ELECTRON_DISABLE_SANDBOX, ELECTRON_ENABLE_LOGGING, ELECTRON_LOG_FILE, …
    'ELECTRON_',
    // CHROME_DEVEL_SANDBOX, CHROME_LOG_FILE, CHROME_HEADLESS, …
    'CHROME_',
    'BREAKPAD_',
    'PERFETTO_',
    // libsecret then keeps secrets in a file, or hands them to another program than the keychain.
    'SECRET_(?:BACKEND$|FILE_TEST_|SERVICE_)',
    // GLib, NSS and Wayland then print messages, calls to the keychain and pressed keys.
    'G_(?:MESSAGES_DEBUG|DBUS_DEBUG)$',
    'NSPR_LOG_',
    'WAYLAND_DEBUG$',
    // GLib and GTK then load code from there.
    'GIO_(?:EXTRA_MODULES|MODULE_DIR)$',
    'GTK_(?:PATH|EXE_PREFIX|IM_MODULE_FILE)$',
    'GDK_PIXBUF_MODULE',
  ].join('|')})`,
);

/** Names of GTK's modules, which desktops set; with a path they load code from anywhere. */
const isModulePath = (name: string, value = ''): boolean =>
  /^GTK[234]?_MODULES$/.test(name) && value.includes('/');

/**
 * Keys and tokens that we hand to commands and shells, by `exec` and `env`. A program that one of those
 * starts would hold them as long as it runs, and so would its helpers and the browser that it opens.
 */
const handedOut =
  /^AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|SECURITY_TOKEN|CONTAINER_AUTHORIZATION_TOKEN(?:_FILE)?)$/;

/** Files of profiles that `exec` hides from its command; to us they would be the person's own. */
const isHiddenFile = (name: string, env: NodeJS.ProcessEnv): boolean =>
  /^AWS_(?:CONFIG|SHARED_CREDENTIALS)_FILE$/.test(name) &&
  /^(?:\/dev\/null|NUL)$/.test(env.AWS_SHARED_CREDENTIALS_FILE ?? '');

/**
 * Ones that say which certificates are trusted and who may read along, or bear keys. A command makes no
 * such connection and soon ends, so it need not start anew without them; what it starts does not get them.
 */
const isBearable = (name: string): boolean =>
  /^(?:SSL_CERT_(?:FILE|DIR)|NODE_EXTRA_CA_CERTS|NODE_TLS_REJECT_UNAUTHORIZED|NODE_USE_SYSTEM_CA|SSLKEYLOGFILE|AWS_\w+)$/i.test(
    name,
  );

/** What may stay of them: it weakens nothing, and desktops set it. */
const harmless: ReadonlySet<string> = new Set([
  'NODE_ENV',
  // Electron itself sets it, and hands it to every program that it starts.
  'CHROME_DESKTOP',
  'ELECTRON_FORCE_WINDOW_MENU_BAR',
  'ELECTRON_NO_ATTACH_CONSOLE',
  'ELECTRON_OZONE_PLATFORM_HINT',
]);

/** Tells the second start what the first one left out. */
const memory = 'STOWKEY_STARTED_WITHOUT';

/** Names the variables that the program does not run with, as they are written. Pure. */
export const unwantedVariables = (
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): readonly string[] =>
  Object.entries(env).flatMap(([name, value]) => {
    // On Windows `node_debug` is the same variable.
    const known = platform === 'win32' ? name.toUpperCase() : name;
    const isUnwanted = governed.test(known) && !harmless.has(known);
    const isOurs = handedOut.test(known) || isHiddenFile(known, env);
    return isUnwanted || isOurs || isModulePath(known, value) ? [name] : [];
  });

type Verdict =
  | { readonly kind: 'clean'; readonly leftOut: readonly string[] }
  | { readonly kind: 'start-over' }
  /** Started over, and unwanted variables are there again: something puts them in on the way. */
  | { readonly kind: 'refused' };

/**
 * Judges the environment that the program was started with and takes out of it what must not be
 * there. Node and Chromium have read most of it before our first line runs, so only a new start
 * with what is left is free of it: `start-over` asks for that. No values are kept, only names.
 */
export const settleEnvironment = (
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  runs: 'program' | 'command',
): Verdict => {
  const remembered = env[memory];
  delete env[memory];
  const names = unwantedVariables(env, platform);
  const bearsAll = runs === 'command' && names.every(isBearable);
  if (bearsAll) for (const name of names) delete env[name];
  if (names.length === 0 || bearsAll) {
    // Anybody may have written it, so it is read as names or not at all.
    const leftOut = (remembered ?? '').split(',').filter((name) => /^\w{1,60}$/.test(name));
    return { kind: 'clean', leftOut: leftOut.slice(0, 60) };
  }
  if (remembered !== undefined) return { kind: 'refused' };
  // Taken out of the process itself, for a child gets NODE_V8_COVERAGE even where it is left out.
  for (const name of names) delete env[name];
  env[memory] = names.join(',');
  return { kind: 'start-over' };
};

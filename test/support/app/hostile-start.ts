/** What a hostile or careless start may hand the program: arguments and environment, as data. */

/** White space that Chromium trims off both ends: on POSIX the ASCII kinds, on Windows all of them. */
const trimmed = [
  ' ',
  '\t',
  '\n',
  '\v',
  '\f',
  '\r',
  '\u0085',
  '\u00a0',
  '\u2003',
  '\u2028',
  '\u3000',
];

/** The ways to write a switch that some Chromium reads (base/command_line.cc). */
export const spellingsOf = (nameAndValue: string): readonly string[] => [
  `--${nameAndValue}`,
  `-${nameAndValue}`,
  `/${nameAndValue}`,
  `--${nameAndValue.toUpperCase()}`,
  ` -${nameAndValue}`,
  `\t --${nameAndValue}`,
  ...trimmed.map((space) => `${space}--${nameAndValue}`),
];

/** Every variable that Node 24 documents (doc/api/cli.md, "Environment variables"), set to do harm. */
export const nodeVariables = (folder: string): Readonly<Record<string, string>> => ({
  NODE_COMPILE_CACHE: `${folder}/compile-cache`,
  NODE_COMPILE_CACHE_PORTABLE: '1',
  NODE_DEBUG: 'http,https,tls,net,undici,fetch',
  NODE_DEBUG_NATIVE: 'http2',
  NODE_DISABLE_COLORS: '1',
  NODE_DISABLE_COMPILE_CACHE: '1',
  NODE_EXTRA_CA_CERTS: `${folder}/authority.pem`,
  NODE_ICU_DATA: `${folder}/icu`,
  NODE_NO_WARNINGS: '1',
  NODE_OPTIONS: '--tls-min-v1.0',
  NODE_PATH: `${folder}/modules`,
  NODE_PENDING_DEPRECATION: '1',
  NODE_PENDING_PIPE_INSTANCES: '1',
  NODE_PRESERVE_SYMLINKS: '1',
  NODE_REDIRECT_WARNINGS: `${folder}/warnings`,
  NODE_REPL_EXTERNAL_MODULE: `${folder}/repl.cjs`,
  NODE_REPL_HISTORY: `${folder}/history`,
  NODE_SKIP_PLATFORM_CHECK: '1',
  NODE_TEST_CONTEXT: 'child',
  NODE_TLS_REJECT_UNAUTHORIZED: '0',
  NODE_USE_ENV_PROXY: '1',
  NODE_USE_SYSTEM_CA: '1',
  NODE_V8_COVERAGE: `${folder}/coverage`,
  OPENSSL_CONF: `${folder}/openssl.cnf`,
  SSL_CERT_DIR: folder,
  SSL_CERT_FILE: `${folder}/authority.pem`,
  UV_THREADPOOL_SIZE: '1',
});

/** The documented ones that only colour texts or tell the time. */
export const nodeHarmless: Readonly<Record<string, string>> = {
  FORCE_COLOR: '1',
  NO_COLOR: '1',
  TZ: 'UTC',
};

/** What Electron, Chromium, OpenSSL, libuv, GLib, GTK, NSS and libsecret read beyond that. */
export const runtimeVariables = (folder: string): Readonly<Record<string, string>> => ({
  NODE_OF_NEXT_YEAR: '1',
  UV_USE_IO_URING: '1',
  OPENSSL_MODULES: folder,
  SSLKEYLOGFILE: `${folder}/keys`,
  ELECTRON_RUN_AS_NODE: '1',
  ELECTRON_DISABLE_SANDBOX: '1',
  ELECTRON_ENABLE_LOGGING: '1',
  ELECTRON_LOG_FILE: `${folder}/chromium.log`,
  ELECTRON_ENABLE_STACK_DUMPING: '1',
  ELECTRON_DEBUG_NOTIFICATIONS: '1',
  CHROME_DEVEL_SANDBOX: `${folder}/sandbox`,
  CHROME_LOG_FILE: `${folder}/chrome.log`,
  CHROME_HEADLESS: '1',
  BREAKPAD_DUMP_LOCATION: folder,
  PERFETTO_CONFIG: folder,
  SECRET_BACKEND: 'file',
  SECRET_FILE_TEST_PATH: `${folder}/secrets`,
  SECRET_FILE_TEST_PASSWORD: 'known',
  SECRET_SERVICE_BUS_NAME: 'org.example.Secrets',
  GIO_EXTRA_MODULES: folder,
  GIO_MODULE_DIR: folder,
  GTK_MODULES: `${folder}/module.so`,
  GTK3_MODULES: `${folder}/module.so`,
  GTK_PATH: folder,
  GTK_IM_MODULE_FILE: `${folder}/immodules.cache`,
  GDK_PIXBUF_MODULE_FILE: `${folder}/loaders.cache`,
  NSPR_LOG_MODULES: 'all:5',
  G_MESSAGES_DEBUG: 'all',
  G_DBUS_DEBUG: 'all',
  WAYLAND_DEBUG: '1',
});

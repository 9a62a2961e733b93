import { describe } from './describe.ts';

const logLevels = ['debug', 'info', 'warn', 'error', 'fatal'] as const;
export type LogLevel = (typeof logLevels)[number];

type LogFields = Readonly<Record<string, unknown>>;

type Log = (event: string, fields?: LogFields) => void;

/** Writes what happened. Everything passes redaction; nothing throws. */
export type Logger = { readonly [L in LogLevel]: Log };

/** Takes one line of JSON without its line break. May throw; the logger does not. */
export type LogSink = (line: string) => void;

type LoggerOptions = {
  readonly sinks: readonly LogSink[];
  readonly clock: { readonly nowEpochMs: () => number };
  /** What is less than this now is not written. */
  readonly minimumLevel: () => LogLevel;
  /** Shown as `~`, for it names the person. */
  readonly homeDirectory: string;
};

/** Makes a logger that writes JSON lines `{time, level, event, …fields}` to each sink. */
export const createLogger = (options: LoggerOptions): Logger => {
  const { sinks, clock, minimumLevel, homeDirectory } = options;

  const lineOf = (level: LogLevel, event: string, fields: LogFields): string => {
    const time = new Date(clock.nowEpochMs()).toISOString();
    try {
      const safe = Object.entries(fields).map(([name, value]) => [
        name,
        describe(value, homeDirectory),
      ]);
      return JSON.stringify({ time, level, event, ...Object.fromEntries(safe) });
    } catch {
      // A value with a hostile getter or proxy; that the event happened still counts.
      return JSON.stringify({ time, level, event, undescribable: true });
    }
  };

  const logAt =
    (level: LogLevel): Log =>
    (event, fields = {}) => {
      if (logLevels.indexOf(level) < logLevels.indexOf(minimumLevel())) return;
      const line = lineOf(level, event, fields);
      for (const sink of sinks) {
        try {
          sink(line);
        } catch {
          // A full disk or a closed pipe must not take the program down with it.
        }
      }
    };

  return {
    debug: logAt('debug'),
    info: logAt('info'),
    warn: logAt('warn'),
    error: logAt('error'),
    fatal: logAt('fatal'),
  };
};

/** Prints to the terminal of whoever develops the program. */
export const terminalSink: LogSink = (line) => void process.stderr.write(`${line}\n`);

import { createLogger, type Logger, type LogLevel } from '../../../electron/diagnostics/logger.ts';

/** A real logger that keeps its lines in `lines`. */
export const loggerInto = (
  lines: string[],
  { minimumLevel = 'debug' as LogLevel, homeDirectory = '/home/anna' } = {},
): Logger =>
  createLogger({
    sinks: [(line) => lines.push(line)],
    clock: { nowEpochMs: () => 0 },
    minimumLevel: () => minimumLevel,
    homeDirectory,
  });

/** Keeps nothing. */
export const quietLogger: Logger = loggerInto([], { minimumLevel: 'fatal' });

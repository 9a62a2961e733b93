import { createLogger, type Logger } from '../../../electron/diagnostics/logger.ts';

/** Keeps nothing. */
export const quietLogger: Logger = createLogger({
  sinks: [],
  clock: { nowEpochMs: () => 0 },
  minimumLevel: 'fatal',
  homeDirectory: '',
});

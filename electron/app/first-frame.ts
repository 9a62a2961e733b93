import { readFile } from 'node:fs/promises';
import type { ListedConnection } from '../../shared/account-list.ts';
import {
  type FirstFrameTemplate,
  fillFirstFrame,
  type ShownSettings,
} from '../../shared/first-frame.ts';
import { keychainOf } from '../../shared/keychains.ts';
import type { AppInfo } from '../../shared/schemas.ts';
import type { Logger } from '../diagnostics/logger.ts';
import type { Clock } from '../platform/interfaces.ts';

type Read = Promise<
  readonly [
    connections: readonly ListedConnection[] | null,
    settings: ShownSettings,
    template: string,
  ]
>;

/**
 * Gives the markup that the window's page shows before its program runs, once: a page that is loaded
 * later comes after changes, and waits for the program. Null where there is nothing true to show.
 */
export const createFirstFrame = (options: {
  readonly templatePath: Promise<string>;
  /** What the list on disk shows; null when only the store can say. */
  readonly listed: Promise<readonly ListedConnection[] | null>;
  readonly settings: Promise<ShownSettings>;
  readonly info: AppInfo;
  readonly clock: Pick<Clock, 'nowEpochMs'>;
  readonly logger: Logger;
}): (() => Promise<string | null>) => {
  const { templatePath, info, clock, logger } = options;
  const draw = async (read: Read): Promise<string | null> => {
    const [connections, settings, text] = await read;
    if (connections === null) return null;
    const template: FirstFrameTemplate = JSON.parse(text);
    return fillFirstFrame(template, {
      connections,
      info,
      keychain: { status: 'checking', error: null, id: keychainOf(process.platform) },
      settings,
      nowMs: clock.nowEpochMs(),
    });
  };
  let read: Read | null = Promise.all([
    options.listed,
    options.settings,
    templatePath.then((path) => readFile(path, 'utf8')),
  ]);
  read.catch(() => {});
  return async () => {
    if (read === null) return null;
    const drawing = draw(read);
    // The list is not kept for a second time.
    read = null;
    try {
      return await drawing;
    } catch (error) {
      logger.warn('no first frame', { error });
      return null;
    }
  };
};

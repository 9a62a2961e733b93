import { defaultSettings, type Settings } from '../../shared/settings.ts';
import { type SettingsChange, settingsSchema } from '../../shared/settings-schemas.ts';
import type { Clock } from '../platform/interfaces.ts';
import { type FileSystem, nodeFileSystem } from './file-system.ts';
import { type JsonFormat, openVersionedJson } from './versioned-json.ts';

/** Each setting stands for itself: one that this version cannot read is as if nobody had chosen. */
const format: JsonFormat<Settings> = {
  empty: defaultSettings,
  migrations: { current: 1, steps: {} },
  maxBytes: 64 * 1024,
  read: ({ version: _, ...file }) => {
    const readable = Object.entries(settingsSchema.shape).flatMap(([name, choice]) => {
      const parsed = choice.safeParse(file[name]);
      return parsed.success ? [[name, parsed.data]] : [];
    });
    // What this version does not know stays in the file.
    const content = { ...file, ...defaultSettings, ...Object.fromEntries(readable) };
    return { content, notice: null, readOnly: false };
  },
  write: (content) => ({ ...content }),
};

/** What the person chose, kept in a file. */
export type SettingsStore = {
  readonly current: () => Settings;
  /** Throws what a change of `openVersionedJson` throws; nothing is changed then. */
  readonly change: (changes: SettingsChange) => Promise<void>;
  /** Forgets every choice and removes the file. */
  readonly erase: () => Promise<void>;
  /** Calls the listener after each change that reached the disk. */
  readonly onChange: (listener: (now: Settings, before: Settings) => void) => void;
};

/** Opens the settings; see `openVersionedJson` for what it makes of a bad file. */
export const openSettingsStore = async (options: {
  readonly path: string;
  readonly clock: Pick<Clock, 'nowEpochMs'>;
  readonly fs?: FileSystem;
}): Promise<SettingsStore> => {
  const file = await openVersionedJson({ fs: nodeFileSystem, ...options, format });
  const listeners: ((now: Settings, before: Settings) => void)[] = [];
  const current = (): Settings => file.state().content;
  const told = async (act: () => Promise<void>): Promise<void> => {
    const before = current();
    await act();
    for (const listener of listeners) listener(current(), before);
  };
  return {
    current,
    change: (changes) => told(() => file.change((now) => ({ ...now, ...changes }))),
    erase: () => told(file.erase),
    onChange: (listener) => void listeners.push(listener),
  };
};

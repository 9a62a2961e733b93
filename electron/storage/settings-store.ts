import { defaultSettings, type Settings } from '../../shared/settings.ts';
import { type SettingsChange, settingsSchema } from '../../shared/settings-schemas.ts';
import type { Clock } from '../platform/interfaces.ts';
import type { JsonObject } from '../platform/json.ts';
import { type FileSystem, nodeFileSystem } from './file-system.ts';
import { type JsonFormat, openVersionedJson } from './versioned-json.ts';

/** What the person chose. What nobody chose is not in it. */
type Chosen = Partial<Settings>;
/** `unknown` is what this version does not know, which stays in the file. */
type Content = { readonly chosen: Chosen; readonly unknown: JsonObject };

/** Each setting stands for itself: one that this version cannot read is as if nobody had chosen. */
const format: JsonFormat<Content> = {
  empty: { chosen: {}, unknown: {} },
  migrations: { current: 1, steps: {} },
  maxBytes: 64 * 1024,
  read: ({ version: _, ...file }) => {
    const readable = Object.entries(settingsSchema.shape).flatMap(([name, choice]) => {
      const parsed = choice.safeParse(file[name]);
      return parsed.success ? [[name, parsed.data]] : [];
    });
    const unknown = Object.entries(file).filter(([name]) => !Object.hasOwn(defaultSettings, name));
    const content = {
      chosen: Object.fromEntries(readable) as Chosen,
      unknown: Object.fromEntries(unknown),
    };
    return { content, notice: null, readOnly: false };
  },
  write: ({ chosen, unknown }) => ({ ...unknown, ...chosen }),
};

/** The settings that hold; what the person chose of them is kept in a file. */
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
  /** Makes of what was chosen what holds. */
  readonly holds?: (chosen: Partial<Settings>) => Settings;
}): Promise<SettingsStore> => {
  const { holds = (chosen) => ({ ...defaultSettings, ...chosen }), ...place } = options;
  const file = await openVersionedJson({ fs: nodeFileSystem, ...place, format });
  const listeners: ((now: Settings, before: Settings) => void)[] = [];
  const current = (): Settings => holds(file.state().content.chosen);
  const told = async (act: () => Promise<void>): Promise<void> => {
    const before = current();
    await act();
    for (const listener of listeners) listener(current(), before);
  };
  return {
    current,
    change: (changes) =>
      told(() =>
        file.change(({ chosen, unknown }) => ({ chosen: { ...chosen, ...changes }, unknown })),
      ),
    erase: () => told(file.erase),
    onChange: (listener) => void listeners.push(listener),
  };
};

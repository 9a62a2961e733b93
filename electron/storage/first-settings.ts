import { defaultSettings, type Settings, settingChoices } from '../../shared/settings.ts';
import { isJsonObject } from '../platform/json.ts';
import { nodeFileSystem } from './file-system.ts';

type FirstSettings = Pick<
  Settings,
  'language' | 'theme' | 'logLevel' | 'density' | 'sort' | 'sidebarWidth'
>;

const maxFileBytes = 64 * 1024;

const choiceOf = <T>(choices: readonly T[], value: unknown, usual: T): T =>
  choices.find((choice) => choice === value) ?? usual;

/** Reads from the settings what the first window needs; what cannot be read is as if nobody had chosen. */
export const firstSettingsIn = (json: unknown): FirstSettings => {
  const file = isJsonObject(json) ? json : {};
  const { language, theme, logLevel, density, sort, sidebarWidth } = defaultSettings;
  return {
    language: choiceOf(settingChoices.language, file.language, language),
    theme: choiceOf(settingChoices.theme, file.theme, theme),
    logLevel: choiceOf(settingChoices.logLevel, file.logLevel, logLevel),
    density: choiceOf(settingChoices.density, file.density, density),
    sort: choiceOf(settingChoices.sort, file.sort, sort),
    sidebarWidth: choiceOf(settingChoices.sidebarWidth, file.sidebarWidth, sidebarWidth),
  };
};

/**
 * Looks at the settings before the rest of the program is there, and changes nothing: without zod,
 * as `takeFirstLook` does. The store's own reading follows and decides.
 */
export const takeFirstSettings = async (path: string): Promise<FirstSettings> => {
  try {
    if ((await nodeFileSystem.kindOf(path)) !== 'file') return firstSettingsIn(null);
    const data = await nodeFileSystem.read(path, maxFileBytes);
    return firstSettingsIn(data === null ? null : JSON.parse(new TextDecoder().decode(data)));
  } catch {
    return firstSettingsIn(null);
  }
};

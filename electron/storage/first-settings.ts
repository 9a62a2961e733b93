import { defaultSettings, type Settings, settingChoices } from '../../shared/settings.ts';
import { isJsonObject } from '../platform/json.ts';
import { nodeFileSystem } from './file-system.ts';

const maxBytes = 64 * 1024;

/**
 * Reads what the first frame depends on of the settings, without zod: what cannot be read is as if nobody
 * had chosen, as in `openSettingsStore`.
 */
export const takeFirstSettings = async (
  path: string,
): Promise<Pick<Settings, 'density' | 'sort'>> => {
  const { density, sort } = defaultSettings;
  try {
    const data = await nodeFileSystem.read(path, maxBytes);
    const file: unknown = data === null ? null : JSON.parse(new TextDecoder().decode(data));
    if (!isJsonObject(file) || file.version !== 1) return { density, sort };
    return {
      density: settingChoices.density.find((each) => each === file.density) ?? density,
      sort: settingChoices.sort.find((each) => each === file.sort) ?? sort,
    };
  } catch {
    return { density, sort };
  }
};

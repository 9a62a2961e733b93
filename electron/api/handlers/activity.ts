import type { ActivityRecord } from '../../connections/activity.ts';
import type { SaveFile } from '../../platform/interfaces.ts';
import type { Handlers } from './index.ts';

export const activityHandlers = (
  activity: ActivityRecord,
  saveFile: SaveFile,
): Handlers['activity'] => ({
  list: activity.list,
  export: async () => ({
    fileName: await saveFile('stowkey-activity.jsonl', await activity.text()),
  }),
});

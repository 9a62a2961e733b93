import { expect, it } from 'vitest';
import type { Browse } from '../../../electron/connections/use-cases/browse.ts';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import { createAssistants } from '../../../electron/handoff/assistants.ts';
import type { Consumer } from '../../../electron/handoff/consumers.ts';
import type { S3Place } from '../../../electron/s3/s3-call.ts';
import type { ActivityEntry } from '../../../shared/activity.ts';
import type { ConnectionId } from '../../../shared/ids.ts';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { createClock } from '../../support/fakes/clock.ts';

const account = {
  id: 'photos' as ConnectionId,
  label: 'Photos',
  facts: { s3: {} },
} as unknown as ConnectionView;
const consumer = {
  id: 'first',
  name: 'Archivist',
  connectionIds: [account.id],
  assistant: { uploads: { bucket: 'reports', prefix: '', replaces: true } },
} as unknown as Consumer;

it.each([
  ['revoked', null, 'consumer.unknown'],
  ['without the account', { ...consumer, connectionIds: [] }, 'account.unknown'],
] as const)(
  'A3 an assistant that is %s by the time that the storage answers gets nothing of it',
  async (_, later, code) => {
    let now: Consumer | null = consumer;
    const asked: string[] = [];
    const noted: ActivityEntry[] = [];
    const clock = createClock();
    const place: S3Place = {
      http: async ({ method }) => {
        asked.push(method);
        now = later;
        return { status: 200, headers: new Headers(), body: '', bytes: Buffer.from('private') };
      },
      clock,
      signal: new AbortController().signal,
      keys: { accessKeyId: new Secret('AKIA'), secretAccessKey: new Secret('secret') },
      endpoint: 'https://s3.example',
      region: 'us-east-1',
      addressing: 'path',
    };
    const at: Browse['at'] = (_id, _signal, question) => question(place);
    const assistants = createAssistants({
      gate: { accounts: () => [], find: () => account, requireMay: () => {} },
      approvals: { require: async () => {} },
      connections: { browse: { at } as Browse },
      clock,
      consumerNow: () => now,
      noteUse: () => {},
      note: (entry) => void noted.push(entry),
    });
    const object = { account: 'Photos', bucket: 'reports', key: 'a.txt' };
    await expect(assistants.read(consumer, object, () => {})).rejects.toMatchObject({ code });
    // Nor is anything sent for one that went while the keys were read.
    const upload = assistants.upload(
      consumer,
      { ...object, content: 'a', encoding: 'utf-8' },
      () => {},
    );
    await expect(upload).rejects.toMatchObject({ code });
    expect(asked).toEqual(['GET']);
    expect(noted).toMatchObject([{ outcome: code }, { outcome: code }]);
  },
);

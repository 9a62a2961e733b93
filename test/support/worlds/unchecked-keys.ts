import { type ConnectionId, providerIdSchema } from '../../../shared/ids.ts';
import type { ServiceWorld } from './service-world.ts';

/** Keeps S3 keys that nobody could check; the secret is `canary-secret-of-LABEL`. */
export const keepUnchecked = async (world: ServiceWorld, label: string): Promise<ConnectionId> => {
  const { operationId } = await world.services().handlers.connections.connect({
    providerId: providerIdSchema.parse('s3-other'),
    label,
    draft: null,
    input: {
      endpoint: 'https://s3.example.com',
      region: 'eu-1',
      addressing: 'path',
      accessKeyId: `KEY${label.toUpperCase()}`,
      secretAccessKey: `canary-secret-of-${label}`,
    },
  });
  await world.prompt(operationId, 'keep-unchecked');
  await world.answer(operationId, { kind: 'accept' });
  const { connectionId } = await world.done(operationId);
  if (connectionId === null) throw new Error('not connected');
  return connectionId;
};

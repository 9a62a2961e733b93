import { expect, it } from 'vitest';
import { takeLock } from './fixed-ports.ts';
import { freePort, openSocket } from './raw-socket.ts';

it('a lock is had by one at a time, and by the next once it is let go', async () => {
  const port = await freePort();
  const order: string[] = [];
  const letGo = await takeLock(port);
  const next = takeLock(port).then((release) => {
    order.push('taken');
    return release;
  });
  // By now the other one has tried: its connection came before this one.
  await openSocket(port);
  order.push('let go');
  await letGo();
  await (await next)();
  expect(order).toEqual(['let go', 'taken']);
});

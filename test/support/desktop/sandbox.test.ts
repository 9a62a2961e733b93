import { expect, test, vi } from 'vitest';
import { machineWith } from './programs-first.ts';
import { sandboxTrouble } from './sandbox.ts';

test.each([
  ['an ordinary user who may make namespaces', 1000, 'exit 0', false],
  ['an ordinary user who may not', 1000, 'exit 1', true],
  ['root', 0, 'exit 1', false],
])('%s: trouble is said in one line, or there is none', async (_name, uid, unshare, isTrouble) => {
  vi.spyOn(process, 'getuid').mockReturnValue(uid);
  await using _machine = await machineWith({ unshare });
  const trouble = await sandboxTrouble();
  expect(trouble !== undefined).toBe(isTrouble);
  expect(trouble ?? '').not.toContain('\n');
});

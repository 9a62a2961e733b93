import { expect, it } from 'vitest';
import { createSaver } from '../../../electron/storage/save-whole.ts';
import { memoryFileSystem } from '../../support/fakes/memory-file-system.ts';
import { mortal } from '../../support/fakes/mortal.ts';

it('M15 leaves the file as it was or whole, and after the next start nothing beside it, wherever it is killed', async () => {
  const [note, path] = ['/profile/saving', '/chosen/backup.jwe'];
  const outcomes = new Set<string | undefined>();
  for (let at = 0; ; at += 1) {
    const disk = memoryFileSystem(new Map([[path, Buffer.from('before')]]));
    const { dying, death } = mortal(disk.fs, at);
    const ended = await Promise.race([createSaver(note, dying).save(path, 'after'), death]);
    await createSaver(note, disk.fs).sweep();
    const { [path]: text, [`${note}.tmp`]: _, ...rest } = disk.texts();
    outcomes.add(text);
    expect(rest, `killed at ${at}`).toEqual({});
    if (ended !== 'killed') break;
  }
  expect([...outcomes]).toEqual(['before', 'after']);
});

it('removes nothing that it did not name itself', async () => {
  const disk = memoryFileSystem(
    new Map([
      ['/profile/saving', Buffer.from('/home/me/thesis.doc')],
      ['/home/me/thesis.doc', Buffer.from('mine')],
    ]),
  );
  await createSaver('/profile/saving', disk.fs).sweep();
  expect(disk.texts()).toEqual({ '/home/me/thesis.doc': 'mine' });
});

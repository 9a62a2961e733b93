/** Raises one record's generation without pause until it is killed; tells each change that resolved. */
import { openMetadataStore } from '../../../electron/storage/metadata/metadata-store.ts';
import { connectionRecord } from '../worlds/connection-records.ts';

const store = await openMetadataStore({
  path: process.argv[2] ?? '',
  clock: { nowEpochMs: () => Date.now() },
});
const record = store.state().connections[0] ?? connectionRecord();
for (let generation = record.generation; ; generation += 1) {
  await store.put({ ...record, generation });
  process.send?.(generation);
}

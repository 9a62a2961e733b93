import type { ExposedSecrets } from '../../handoff/exposed-secrets/exposed-secrets.ts';
import type { Handlers } from './index.ts';

export const exposedSecretHandlers = (exposed: ExposedSecrets): Handlers['exposedSecrets'] => ({
  search: exposed.search,
  addFolder: exposed.addFolder,
  take: ({ finding }) => exposed.take(finding),
  preview: ({ finding }) => exposed.preview(finding),
  replace: exposed.replace,
  undo: ({ change }) => exposed.undo(change),
});

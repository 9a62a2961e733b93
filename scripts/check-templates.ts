import type { Plugin } from 'vite';
import { parseTemplate } from '../electron/providers/template/parse.ts';

/**
 * Checks each template that ships while the program is built, so that the running program takes them
 * as plain data. The build fails with the first place at fault.
 */
export const checkTemplates = (): Plugin => ({
  name: 'check-templates',
  enforce: 'pre',
  transform: {
    filter: { id: /\/electron\/providers\/templates\/[^/]+\.json$/ },
    handler(text) {
      parseTemplate(text);
    },
  },
});

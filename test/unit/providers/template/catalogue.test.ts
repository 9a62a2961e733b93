import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { build, type Plugin } from 'vite';
import { expect, it } from 'vitest';
import { builtInTemplates } from '../../../../electron/providers/template/catalogue.ts';
import { parseTemplate } from '../../../../electron/providers/template/parse.ts';
import config from '../../../../electron.vite.config.ts';

const root = new URL('../../../../', import.meta.url).pathname;
const folder = `${root}electron/providers/templates/`;

/** Bundles the catalogue alone, with what the build of the main process does to it. */
const bundle = async (more: readonly Plugin[] = []): Promise<string> => {
  const result = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [...more, config.main?.plugins],
    build: {
      write: false,
      lib: { entry: `${root}electron/providers/template/catalogue.ts`, formats: ['cjs'] },
    },
  });
  const [output] = [result].flat().flatMap((each) => ('output' in each ? each.output : []));
  return output?.type === 'chunk' ? output.code : '';
};

it('bundles the shipped templates as what parsing their files gives, and nothing that parses', async () => {
  const code = await bundle();
  const exports: { builtInTemplates?: unknown } = {};
  runInNewContext(code, { exports });
  const files = builtInTemplates.map(({ id }) => readFileSync(`${folder}${id}.json`, 'utf8'));
  expect(JSON.parse(JSON.stringify(exports.builtInTemplates))).toEqual(files.map(parseTemplate));
  expect(code).not.toMatch(/safeParse/);
});

it('does not build with a shipped template that is not in order', async () => {
  const spoilt: Plugin = {
    name: 'spoilt',
    enforce: 'pre',
    transform: (text, id) =>
      id.endsWith('/box.json') ? text.replace('"api.box.com"', '"api.example"') : undefined,
  };
  await expect(bundle([spoilt])).rejects.toThrow(/template\.invalid/);
});

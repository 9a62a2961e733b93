import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSources } from '../support/rules/import-rules.ts';
import { sentencesIn } from '../support/rules/sentences.ts';
import { shownTexts } from '../support/rules/shown-text.ts';

const root = resolve(import.meta.dirname, '../..');

/** English that main holds all the same, and why. */
const exceptions: readonly (readonly [where: string, why: string])[] = [
  ['electron/handoff/formats/aws/csv.ts', 'The columns of AWS’s own download.'],
  ['electron/providers/alloy/client.ts', 'What Alloy answers, to tell its refusals apart.'],
  ['electron/providers/template/check.ts', 'For the log: the window learns where, not what.'],
  ['electron/providers/template/schema.ts', 'The title of the published schema.'],
  ['electron/providers/template/import/cyberduck.ts', 'The text of the template that it writes.'],
];

describe('the words that people read', () => {
  it('stand in shared/words, not in main', () => {
    const found = readSources(root, ['electron']).flatMap(({ path, text }) =>
      sentencesIn(path, text).map((sentence) => `${path}: ${sentence}`),
    );
    const isExcepted = (line: string) => exceptions.some(([where]) => line.startsWith(where));
    expect(found.filter((line) => !isExcepted(line))).toEqual([]);
    for (const [where] of exceptions)
      expect(
        found.some((line) => line.startsWith(where)),
        where,
      ).toBe(true);
  });

  it('stand in shared/words, not in what the window draws', () => {
    const found = readSources(root, ['renderer']).flatMap(({ path, text }) => [
      ...shownTexts(path, text),
      ...sentencesIn(path, text),
    ]);
    // The name of the program, and what the build says when it cannot draw the first frame.
    const fine = /^Stowkey$|first frame|head of a long name|\binput, textarea/;
    expect(found.filter((each) => !fine.test(each))).toEqual([]);
  });

  it.each([
    ['const a = <p>Nothing found</p>;', 1],
    ['const a = <Field label="Name" />;', 1],
    [`const a = <Field label={\`Copy \${name}\`} />;`, 1],
    ['const a = <Field label={words.name} name="title">{text} · </Field>;', 0],
  ])('are seen in what is drawn: %s', (text, count) => {
    expect(shownTexts('renderer/x.tsx', text)).toHaveLength(count);
  });

  it.each([
    ["const text = 'This grant cannot list objects.';", 1],
    [`dialog.showErrorBox(title, \`Nothing can be kept in \${folder}.\`);`, 1],
    [`const text = \`\${name} is not a switch that it takes\`;`, 1],
    ["logger.error('quit tasks did not end in time');", 0],
    ["throw new TypeError('the page is on this computer');", 0],
    ["const scope = 'openid email offline_access';", 0],
    ["const header = 'no-store, no-cache, must-revalidate';", 0],
    ['// The whole of a comment is for whoever reads the code.', 0],
  ])('are seen in: %s', (text, count) => {
    expect(sentencesIn('electron/x.ts', text)).toHaveLength(count);
  });
});

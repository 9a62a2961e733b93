/**
 * Hands on what a program writes to its standard error, and holds back the line that tells the
 * debugging tool where to attach until the first page is there. A tool that attaches while a page
 * is on its way misses that it arrived, and waits for it without end.
 */
import { createInterface } from 'node:readline';

const said = /^DevTools listening on ws:\/\/([^/]+)\//;

/** Only a document that has arrived has a title. */
const hasPage = async (host) => {
  const answer = await fetch(`http://${host}/json/list`).catch(() => null);
  const targets = answer === null ? [] : await answer.json();
  return targets.some(({ type, title }) => type === 'page' && title !== '');
};

const lines = createInterface({ input: process.stdin });
let ended = false;
lines.once('close', () => {
  ended = true;
});
lines.on('line', async (line) => {
  const host = said.exec(line)?.[1];
  // The program tells nobody when that is, so it is asked.
  while (host !== undefined && !ended && !(await hasPage(host))) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  process.stdout.write(`${line}\n`);
});

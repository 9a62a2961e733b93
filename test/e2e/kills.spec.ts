import { walkKills } from '../kills/walk.ts';
import { expect, test } from './fixtures.ts';

/** Few enough for every run; `npm run test:kills` asks for 500. */
const kills = Number(process.env.STOWKEY_KILLS ?? 50);
const seed = Number(process.env.STOWKEY_KILLS_SEED ?? 20_261);
const perKillMs = 20_000;

test('M15 M16 M19 T8 nothing is lost, orphaned, double or wrong after kill -9', async ({
  startDesktop,
}, info) => {
  info.setTimeout(60_000 + kills * perKillMs);
  const desktop = await startDesktop({ browser: false });
  const say = (line: string): void => console.log(line);
  say(`${kills} kills, seed ${seed}`);
  const { acts, breaches, ...counts } = await walkKills(desktop, { seed, kills, say });
  say(JSON.stringify({ seed, ...counts, acts }));
  expect(breaches).toEqual([]);
  expect(counts.kills).toBe(kills);
});

import type { CommandTimes } from './command-line.ts';
import type { ProgramTimes } from './commands.ts';
import type { EndpointTimes } from './endpoint.ts';
import type { IdleTimes } from './idle.ts';
import { type KeychainOperation, type KeychainTimes, keychainOperations } from './keychain.ts';
import type { ListTimes } from './list.ts';
import type { PushTimes } from './push.ts';
import type { RedirectTimes } from './redirect.ts';
import type { RenewalTimes } from './renewals.ts';
import type { timeStarts } from './starts.ts';
import type { Spread } from './statistics.ts';

/** One figure beside what it is compared with. */
export type Line = {
  readonly name: string;
  readonly ours: string;
  readonly bare: string;
  readonly result: string;
  readonly target: string;
  readonly verdict: 'PASS' | 'MISS' | '';
};

type Unit = 'ms' | 'MiB' | 'x';

const digits = { ms: 1, MiB: 0, x: 2 } as const satisfies Record<Unit, number>;

const show = ({ median, lowerQuartile, upperQuartile }: Spread, unit: Unit): string => {
  const text = (value: number): string => value.toFixed(digits[unit]);
  return `${text(median)} ${unit} (${text(lowerQuartile)} to ${text(upperQuartile)})`;
};

const line = (
  name: string,
  ours: readonly [Spread, Unit],
  bare: readonly [Spread, Unit],
  result: readonly [Spread, Unit],
  most?: number,
): Line => ({
  name,
  ours: show(...ours),
  bare: show(...bare),
  result: show(...result),
  target: most === undefined ? '' : `<= ${most} ${result[1]}`,
  verdict: most === undefined ? '' : result[0].median <= most ? 'PASS' : 'MISS',
});

const maxStartRatio = { 'with 10': 1.15, 'with 1,000': 1.3 } as const;
const maxMemoryRatio = { 'with 10': 1.2, 'with 1,000': 1.3 } as const;
const maxPushMs = 5;
const maxBeyondMs = 60;

const maxTrayRatio = 0.6;

export const linesOfStarts = ({
  cases,
  closed,
}: Awaited<ReturnType<typeof timeStarts>>): readonly Line[] => {
  const { bare } = cases;
  const products = ['with 10', 'with 1,000'] as const;
  return [
    ...products.map((name) => {
      const { shown, startRatio } = cases[name];
      return line(
        `start to the list, ${name}`,
        [shown, 'ms'],
        [bare.shown, 'ms'],
        [startRatio, 'x'],
        maxStartRatio[name],
      );
    }),
    ...products.map((name) => {
      const { memoryMib, memoryRatio } = cases[name];
      return line(
        `memory when idle, ${name}`,
        [memoryMib, 'MiB'],
        [bare.memoryMib, 'MiB'],
        [memoryRatio, 'x'],
        maxMemoryRatio[name],
      );
    }),
    ...(['product', 'bare'] as const).map((name) => {
      const { memoryMib, memoryRatio } = closed[name];
      return line(
        name === 'bare' ? 'memory of the bare runtime, closed' : 'memory when closed to the tray',
        [memoryMib, 'MiB'],
        [bare.memoryMib, 'MiB'],
        [memoryRatio, 'x'],
        name === 'bare' ? undefined : maxTrayRatio,
      );
    }),
  ];
};

const maxIdleRatio = { window: 1.5, tray: 1 } as const;

export const linesOfIdle = (times: IdleTimes): readonly Line[] =>
  (['window', 'tray'] as const).map((name) => {
    const { processor, ratio } = times[name];
    return line(
      `processor in an idle minute, ${name === 'tray' ? 'closed to the tray' : 'window open'}`,
      [processor, 'ms'],
      [times.bare.processor, 'ms'],
      [ratio, 'x'],
      maxIdleRatio[name],
    );
  });

export const linesOfRedirect = ({ total, standIn, beyond }: RedirectTimes): readonly Line[] => [
  line('redirect to keys stored', [total, 'ms'], [standIn, 'ms'], [beyond, 'ms'], maxBeyondMs),
];

export const linesOfPush = ({ push, whole, ratio }: PushTimes): readonly Line[] => [
  line('a push with 1,000, beside JSON of it all', [push, 'ms'], [whole, 'ms'], [ratio, 'x']),
  line('a push with 1,000', [push, 'ms'], [whole, 'ms'], [push, 'ms'], maxPushMs),
];

const maxFrameMs = 16;

export const linesOfList = ({
  arranged,
  bareSort,
  searched,
  bareSearch,
}: ListTimes): readonly Line[] => [
  line('10,000 put in order', [arranged, 'ms'], [bareSort, 'ms'], [arranged, 'ms'], maxFrameMs),
  line('10,000 searched', [searched, 'ms'], [bareSearch, 'ms'], [searched, 'ms'], maxFrameMs),
];

const maxTickMs = 5;
const maxHeapRatio = 1.05;

export const linesOfRenewals = (times: RenewalTimes): readonly Line[] => {
  const { tick, timers, heapBefore, heapAfter, heapRatio } = times;
  const name = `a look of the scheduler at 1,000, ${timers} timer`;
  return [
    line(name, [tick, 'ms'], [tick, 'ms'], [tick, 'ms'], maxTickMs),
    line(
      'heap after 2,000 renewals, beside before',
      [heapAfter, 'MiB'],
      [heapBefore, 'MiB'],
      [heapRatio, 'x'],
      maxHeapRatio,
    ),
  ];
};

export const linesOfKeychain = (
  times: Readonly<Record<KeychainOperation, KeychainTimes>>,
): readonly Line[] =>
  keychainOperations.map((name) => {
    const { ours, raw, ratio } = times[name];
    return line(`keychain: ${name} a record`, [ours, 'ms'], [raw, 'ms'], [ratio, 'x']);
  });

const maxBesideCurl = 1.5;
const maxBesideAws = 0.05;
const maxEndpointRatio = 1.5;

export const linesOfCommands = (times: CommandTimes): readonly Line[] => {
  const ours = [times.credentials, 'ms'] as const;
  return [
    line(
      'stowkey credentials, beside curl',
      ours,
      [times.curl, 'ms'],
      [times.besideCurl, 'x'],
      maxBesideCurl,
    ),
    line(
      'stowkey credentials, beside aws',
      ours,
      [times.aws, 'ms'],
      [times.besideAws, 'x'],
      maxBesideAws,
    ),
  ];
};

const maxBesideRuntime = 1.4;
const maxFirstMs = 1_500;

export const linesOfProgram = (times: ProgramTimes): readonly Line[] => {
  const { first } = times;
  return [
    ...(['list', 'status'] as const).map((name) => {
      const { ours, bare, ratio } = times[name];
      return line(
        `stowkey ${name}, beside a bare runtime`,
        [ours, 'ms'],
        [bare, 'ms'],
        [ratio, 'x'],
        maxBesideRuntime,
      );
    }),
    line(
      'from nothing running to a document',
      [first.ours, 'ms'],
      [first.bare, 'ms'],
      [first.ours, 'ms'],
      maxFirstMs,
    ),
    line(
      'the same, beside a bare start',
      [first.ours, 'ms'],
      [first.bare, 'ms'],
      [first.ratio, 'x'],
    ),
  ];
};

export const linesOfEndpoint = (times: EndpointTimes): readonly Line[] =>
  (['p50', 'p99'] as const).map((name) => {
    const { ours, bare, ratio } = times[name];
    return line(
      `a request to the endpoint, ${name}`,
      [ours, 'ms'],
      [bare, 'ms'],
      [ratio, 'x'],
      maxEndpointRatio,
    );
  });

const titles: Line = {
  name: '',
  ours: 'Stowkey',
  bare: 'the bare thing',
  result: 'ratio or difference',
  target: 'target',
  verdict: '',
};

export const table = (lines: readonly Line[]): string => {
  const columns = ['name', 'ours', 'bare', 'result', 'target', 'verdict'] as const;
  const rows = [titles, ...lines];
  const widths = columns.map((column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      columns
        .map((column, index) => row[column].padEnd(widths[index] ?? 0))
        .join('   ')
        .trimEnd(),
    )
    .join('\n');
};

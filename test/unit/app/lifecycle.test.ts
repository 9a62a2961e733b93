import { spawnSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import {
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  createFatalGuard,
  createQuitSequence,
  type QuitTask,
} from '../../../electron/app/lifecycle.ts';
import { menuTemplate } from '../../../electron/app/menu.ts';
import { claimInTurn, claimSingleInstance } from '../../../electron/app/single-instance.ts';
import type { Logger } from '../../../electron/diagnostics/logger.ts';
import { loggerInto } from '../../support/fakes/logger.ts';

const keepingLogger = (): { readonly logger: Logger; readonly lines: string[] } => {
  const lines: string[] = [];
  return { logger: loggerInto(lines), lines };
};

/** A clock whose timers fire when told. */
const handClock = () => {
  let nowMs = 0;
  let timers: { dueMs: number; callback: () => void }[] = [];
  return {
    after: (delayMs: number, callback: () => void) => {
      const timer = { dueMs: nowMs + delayMs, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance: (ms: number) => {
      nowMs += ms;
      const due = timers.filter((timer) => timer.dueMs <= nowMs);
      timers = timers.filter((timer) => timer.dueMs > nowMs);
      for (const timer of due) timer.callback();
    },
    waiting: () => timers.length,
  };
};

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

const quitting = (tasks: readonly QuitTask[]) => {
  const clock = handClock();
  const { logger, lines } = keepingLogger();
  const willQuit = createQuitSequence({ tasks: () => tasks, boundMs: 1_000, clock, logger });
  let prevented = 0;
  let exits = 0;
  const event = {
    preventDefault: () => {
      prevented += 1;
    },
  };
  return {
    clock,
    lines,
    ask: () =>
      willQuit(event, () => {
        exits += 1;
      }),
    prevented: () => prevented,
    exits: () => exits,
  };
};

describe('quitting', () => {
  it('waits for the last work and then exits once', async () => {
    let finish = (): void => {};
    const done: string[] = [];
    const quit = quitting([
      {
        name: 'clipboard',
        run: () =>
          new Promise<void>((resolve) => {
            finish = resolve;
          }),
      },
      { name: 'listener', run: () => void done.push('listener') },
    ]);
    quit.ask();
    await settle();
    expect(done).toEqual(['listener']);
    expect(quit.prevented()).toBe(1);
    quit.clock.advance(999);
    expect(quit.exits()).toBe(0);
    finish();
    await settle();
    quit.clock.advance(0);
    expect(quit.exits()).toBe(1);
    expect(quit.clock.waiting()).toBe(0);
  });

  it('S7 is held up by no task for more than a second', async () => {
    const quit = quitting([{ name: 'hung', run: () => new Promise<void>(() => {}) }]);
    quit.ask();
    await settle();
    quit.clock.advance(1_000);
    quit.clock.advance(0);
    expect(quit.exits()).toBe(1);
    expect(quit.lines.join('')).toContain('did not end in time');
  });

  it('does the other tasks when one throws', async () => {
    const done: string[] = [];
    const quit = quitting([
      {
        name: 'bad',
        run: () => {
          throw new Error('Bearer abcdefghijklmnop');
        },
      },
      { name: 'rejecting', run: () => Promise.reject(new Error('no')) },
      { name: 'good', run: () => void done.push('good') },
    ]);
    quit.ask();
    await settle();
    quit.clock.advance(0);
    expect(done).toEqual(['good']);
    expect(quit.exits()).toBe(1);
    expect(quit.lines.join('')).not.toContain('abcdefghijklmnop');
  });

  it('asked twice does the work once, and lets the second go after the first', async () => {
    let runs = 0;
    const quit = quitting([
      {
        name: 'count',
        run: () => {
          runs += 1;
        },
      },
    ]);
    quit.ask();
    quit.ask();
    expect(quit.prevented()).toBe(2);
    await settle();
    quit.clock.advance(0);
    quit.ask();
    expect([runs, quit.prevented(), quit.exits()]).toEqual([1, 2, 1]);
  });
});

describe('an error that nobody caught', () => {
  it('S4 is logged redacted, and the program leaves once', () => {
    const { logger, lines } = keepingLogger();
    let left = 0;
    const guard = createFatalGuard({
      logger,
      leave: () => {
        left += 1;
      },
    });
    for (let count = 0; count < 100; count += 1) {
      guard.onException(new Error('client_secret=hunter2hunter2 in /home/anna/.config'));
    }
    expect(left).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(/hunter2|anna/);
  });

  it('S4 in leaving does not loop', () => {
    const { logger, lines } = keepingLogger();
    const guard = createFatalGuard({
      logger,
      leave: () => {
        throw new Error('again');
      },
    });
    guard.onException(new Error('first'));
    guard.onException(new Error('second'));
    expect(lines).toHaveLength(2);
  });

  it('S4 a promise nobody awaited is logged a bounded number of times and ends nothing', () => {
    const { logger, lines } = keepingLogger();
    let left = 0;
    const guard = createFatalGuard({
      logger,
      leave: () => {
        left += 1;
      },
    });
    for (let count = 0; count < 1_000; count += 1) guard.onRejection('refresh_token=abc123');
    expect(left).toBe(0);
    expect(lines).toHaveLength(20);
    expect(lines.join('')).not.toContain('abc123');
  });
});

describe('a second start', () => {
  const fakeApp = (hasLock: boolean) =>
    Object.assign(new EventEmitter(), { requestSingleInstanceLock: () => hasLock });

  it('M18 leaves when another has the profile', () => {
    let shown = 0;
    const app = fakeApp(false);
    expect(
      claimSingleInstance(app, { opensWindow: true }, () => {
        shown += 1;
      }),
    ).toBe(false);
    expect(app.eventNames()).toEqual([]);
    expect(shown).toBe(0);
  });

  it('W11 shows the window, whatever its arguments, and reads none of them', () => {
    let shown = 0;
    const app = fakeApp(true);
    expect(
      claimSingleInstance(app, { opensWindow: true }, () => {
        shown += 1;
      }),
    ).toBe(true);
    const hostile = new Proxy([], {
      get: () => {
        throw new Error('read');
      },
      ownKeys: () => {
        throw new Error('read');
      },
    });
    for (let count = 0; count < 100; count += 1) {
      app.emit('second-instance', {}, hostile, hostile, { opensWindow: true });
    }
    expect(shown).toBe(100);
    for (const told of [{ opensWindow: false }, {}, null, undefined, 'x', { opensWindow: 1 }]) {
      app.emit('second-instance', {}, hostile, hostile, told);
    }
    expect(shown).toBe(100);
  });

  it('W11 opens no URL and no file', () => {
    const app = fakeApp(true);
    claimSingleInstance(app, { opensWindow: true }, () => {
      throw new Error('shown');
    });
    let prevented = 0;
    const event = {
      preventDefault: () => {
        prevented += 1;
      },
    };
    for (const url of ['stowkey://x', 'javascript:1', '', 'file:///etc/passwd']) {
      app.emit('open-url', event, url);
      app.emit('open-file', event, url);
    }
    expect(prevented).toBe(8);
  });
});

it.each(['linux', 'darwin', 'win32'] as const)(
  'W1 the menu on %s has no developer tools in a release',
  (platform) => {
    const go = () => {};
    const release = JSON.stringify(menuTemplate({ platform, devtools: false, go }));
    expect(release).not.toMatch(/reload|devtools/i);
    expect(release).toContain('"role":"paste"');
    expect(JSON.stringify(menuTemplate({ platform, devtools: true, go }))).toContain(
      'toggleDevTools',
    );
  },
);

it('the menu leads to the settings and the help on each system', () => {
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    const gone: string[] = [];
    const items = menuTemplate({ platform, devtools: false, go: (place) => gone.push(place) });
    for (const { submenu } of items)
      for (const { click } of Array.isArray(submenu) ? submenu : [])
        (click as (() => void) | undefined)?.();
    expect(gone).toEqual(['settings', 'help']);
  }
});

describe.skipIf(process.platform === 'win32')('M18 the turn to claim the profile', () => {
  const inFolder = (work: (folder: string) => void): void => {
    const folder = mkdtempSync(join(tmpdir(), 'stowkey-turn-'));
    try {
      work(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it('M18 lasts as long as the claim, whatever comes of it', () =>
    inFolder((folder) => {
      const during = claimInTurn(folder, () => readdirSync(folder).length === 1);
      expect(during).toBe(true);
      const failing = () =>
        claimInTurn(folder, () => {
          throw new Error('no lock');
        });
      expect(failing).toThrow('no lock');
      expect(readdirSync(folder)).toEqual([]);
    }));

  it('M18 is not kept by a start that is gone', () =>
    inFolder((folder) => {
      const gone = spawnSync('true').pid;
      for (const left of [gone, process.pid, 'nobody']) {
        symlinkSync(String(left), join(folder, 'start.lock'));
        expect(claimInTurn(folder, () => true)).toBe(true);
        expect(readdirSync(folder)).toEqual([]);
      }
    }));

  it('M18 is not kept by another program that has the number of a start by now', () =>
    inFolder((folder) => {
      const turn = join(folder, 'start.lock');
      symlinkSync(String(process.ppid), turn);
      lutimesSync(turn, 1_800_000_000, 1_800_000_000);
      expect(claimInTurn(folder, () => readlinkSync(turn) === String(process.pid))).toBe(true);
      expect(readdirSync(folder)).toEqual([]);
    }));

  it('M18 leaves alone what is no link of ours, and what another start has by then', () =>
    inFolder((folder) => {
      const turn = join(folder, 'start.lock');
      mkdirSync(turn);
      expect(claimInTurn(folder, () => true)).toBe(true);
      expect(readdirSync(folder)).toEqual(['start.lock']);
      rmSync(turn, { recursive: true });
      claimInTurn(folder, () => {
        rmSync(turn);
        symlinkSync('1', turn);
        return true;
      });
      expect(readlinkSync(turn)).toBe('1');
    }));

  it('M18 is not needed where the folder takes no links', () =>
    inFolder((folder) => {
      expect(claimInTurn(join(folder, 'missing'), () => true)).toBe(true);
    }));
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { run, until } from '../processes/processes.ts';

/** Counts the unlock dialogs that programs ask for on a session bus. */
type PromptCounter = {
  readonly count: () => Promise<number>;
  readonly close: () => Promise<void>;
};

export const countPrompts = async (env: NodeJS.ProcessEnv): Promise<PromptCounter> => {
  const markers = 'org.stowkey.Marker';
  const monitor = spawn(
    'dbus-monitor',
    [
      '--session',
      "type='method_call',interface='org.freedesktop.Secret.Prompt',member='Prompt'",
      `type='signal',interface='${markers}'`,
    ],
    { env, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  let seen = '';
  monitor.stdout.setEncoding('utf8').on('data', (text: string) => {
    seen += text;
  });
  let marker = 0;
  /** Everything sent before the marker has been seen once the marker has. */
  const catchUp = async (): Promise<void> => {
    await until('the bus monitor caught up', async () => {
      marker += 1;
      const name = `m${marker}`;
      await run('dbus-send', ['--session', '--type=signal', '/', `${markers}.${name}`], {
        env,
        timeoutMs: 5_000,
      });
      return seen.includes(`member=${name}\n`) ? true : undefined;
    });
  };
  await catchUp();
  return {
    count: async () => {
      await catchUp();
      return [...seen.matchAll(/member=Prompt\n/g)].length;
    },
    close: async () => {
      const ended = once(monitor, 'exit');
      monitor.kill('SIGTERM');
      await ended;
    },
  };
};

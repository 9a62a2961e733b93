import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** What botocore makes of a config file: its profiles, or its refusal. */
export type BotocoreReading =
  | { readonly profiles: Readonly<Record<string, unknown>>; readonly rest: unknown }
  | { readonly refused: string };

const script = `
import json, sys
from botocore.configloader import build_profile_map, raw_config_parse
for path in sys.stdin:
    try:
        read = build_profile_map(raw_config_parse(path.rstrip('\\n')))
        said = {'profiles': read.pop('profiles'), 'rest': read}
    except Exception as error:
        said = {'refused': str(error)}
    print(json.dumps(said), flush=True)
`;

/** Starts Debian's botocore, which then reads one config file after another. */
export const startBotocore = () => {
  const child = spawn('/usr/bin/python3', ['-I', '-c', script], {
    // Without a locale, Python reads files as UTF-8 all the same (PEP 540).
    env: { PYTHONUTF8: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    read: async (path: string): Promise<BotocoreReading> => {
      child.stdin.write(`${path}\n`);
      const { value, done } = await answers.next();
      if (done === true) throw new Error('botocore has ended');
      return JSON.parse(value);
    },
    stop: (): void => {
      child.stdin.end();
    },
  };
};

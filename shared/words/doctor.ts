import { type DoctorSubject, type Finding, type FindingId, findingStates } from '../doctor.ts';
import type { ErrorCode } from '../result.ts';
import { describeError } from './errors.ts';
import { messages, says } from './messages.ts';

type Params = Finding['params'];
type Said = {
  readonly says: string;
  /** The next thing to do; null where there is nothing. */
  readonly mend: string | null;
  /** A command that does it, for a terminal. */
  readonly command?: string;
};

const given = (params: Params) => params;

export const doctorWords = messages('doctor', {
  title: 'Doctor',
  lead: 'Looks at everything that Stowkey needs of this computer. Nothing secret is read or shown.',
  back: 'Back',
  again: 'Look again',
  looking: 'Looking…',
  copy: 'Copy report',
  copied: 'Report copied',
  copyCommand: says('Copy {command}', (command: string) => ({ command })),
  allFine: 'Everything is fine',
  wrong: says(
    '{count, plural, =1 {One thing needs attention} one {# thing needs attention} other {# things need attention}}',
    (count: number) => ({ count }),
  ),
  states: { fine: 'Fine', note: 'Note', wrong: 'Wrong' },
  mends: { unlock: 'Unlock', tools: 'Open Tools' },
});

export const subjectNames: Readonly<Record<DoctorSubject, string>> = messages('doctor.subjects', {
  keychain: 'Keychain',
  bus: 'Session bus',
  tray: 'Tray',
  browser: 'Browser',
  clock: 'Clock',
  servers: 'Servers of your accounts',
  ports: 'Ports for signing in',
  agent: 'Access for tools',
  profiles: 'AWS profiles',
  folders: 'Folders',
  organisation: 'Organisation',
  disk: 'Disk',
  runtime: 'Runtime',
});

const sayings = messages('doctor.findings', {
  'keychain.works': { says: 'It took a test entry, gave it back and deleted it.' },
  'keychain.locked': { says: 'It is locked.', mend: 'Unlock it and look again.' },
  'keychain.lost': {
    says: 'It took a test entry and did not give it back as it was.',
    mend: 'Restart your keychain’s program, or log out and in again.',
  },
  'keychain.unasked': { says: 'Not looked at: Stowkey does not answer this command.' },
  'vault.works': {
    says: 'A vault file is in use. It took a test entry, gave it back and deleted it.',
  },
  'vault.locked': {
    says: 'A vault file is in use, and it is locked.',
    mend: 'Unlock it in the window, or in a terminal.',
  },
  'bus.answers': { says: 'The session’s D-Bus answers.' },
  'bus.none': {
    says: 'There is no D-Bus of this session, which the keychain and the tray need.',
    mend: 'Start Stowkey from your desktop’s session, or within a bus of its own.',
  },
  'bus.unneeded': { says: 'There is no D-Bus of this session. The vault file needs none.' },
  'tray.there': { says: 'Your desktop shows icons in a tray.' },
  'tray.none': { says: 'Your desktop shows no tray icons. Closing the window minimises it.' },
  'browser.there': { says: 'Pages can be opened in your browser.' },
  'browser.none': {
    says: 'Nothing opens pages in your browser: xdg-open is missing.',
    mend: 'Install it, or copy each link into your browser.',
  },
  'clock.right': { says: 'This computer’s clock agrees with the servers’.' },
  'clock.ahead': {
    says: says(
      'This computer’s clock is {minutes, plural, one {# minute} other {# minutes}} ahead.',
      ({ minutes }: Params) => ({ minutes: Math.abs(Number(minutes)) }),
    ),
    mend: 'Have it set by the network, in the system’s settings for date and time.',
  },
  'clock.behind': {
    says: says(
      'This computer’s clock is {minutes, plural, one {# minute} other {# minutes}} behind.',
      ({ minutes }: Params) => ({ minutes: Math.abs(Number(minutes)) }),
    ),
    mend: 'Have it set by the network, in the system’s settings for date and time.',
  },
  'clock.unknown': { says: 'No server has told the time yet.' },
  'servers.reached': {
    says: says(
      '{direct, select, true {{host} answers.} other {{host} answers, through the proxy {proxy}.}}',
      ({ host, proxy }: Params) => ({
        direct: proxy === '',
        host: String(host),
        proxy: String(proxy),
      }),
    ),
  },
  'servers.none': { says: 'No account needs one yet.' },
  'ports.free': { says: says('Free: {ports}.', given) },
  'ports.taken': { says: says('{port} is taken. Another one is used in its place.', given) },
  'ports.reserved': {
    says: says('{port} is reserved by the system. Another one is used in its place.', given),
  },
  'ports.none-free': {
    says: says('None of {ports} is free, so no browser can come back from signing in.', given),
    mend: 'Close the program that listens there.',
  },
  'ports.endpoint-taken': {
    says: says('Another program listens on {port}, where tools ask for keys.', given),
    mend: 'Close that program, then try again under Tools.',
  },
  'agent.answers': { says: 'Tools and the command line can ask.' },
  'agent.silent': {
    says: says(
      '{known, select, true {No answer: {why}} other {Nobody answers tools and the command line.}}',
      ({ why }: Params) => ({ known: why !== undefined, why: String(why) }),
    ),
    mend: 'Start Stowkey again.',
  },
  'profiles.whole': { says: 'Each profile has its account.' },
  'profiles.left': {
    says: says(
      '{count, plural, =1 {One profile names an account that is gone.} one {# profile names an account that is gone.} other {# profiles name accounts that are gone.}}',
      ({ count }: Params) => ({ count: Number(count) }),
    ),
    mend: 'Remove them under Tools.',
  },
  'folders.private': { says: 'Only you can read them.' },
  'folders.open': {
    says: says('Others may look into {path} ({mode}).', given),
    mend: 'Close it to them.',
  },
  'folders.unwritable': {
    says: says('Nothing can be written to {path}.', given),
    mend: 'Give yourself the right to write there.',
  },
  'organisation.none': { says: 'No organisation has set anything on this computer.' },
  'organisation.set': {
    says: says(
      '{organisation} has settings here, in {place}. Stowkey goes by them from its start on.',
      given,
    ),
  },
  'disk.room': { says: says('{mebibytes} MiB free.', given) },
  'disk.full': {
    says: says('Only {mebibytes} MiB free. Changes may not be saved.', given),
    mend: 'Delete something, then look again.',
  },
  'runtime.right': { says: says('Electron {electron}.', given) },
  'runtime.evaluation': {
    says: says(
      'Electron {electron}, not {expected}: for evaluation, not for real accounts.',
      given,
    ),
  },
  unanswered: { says: 'Could not be found out in time.', mend: 'Look again.' },
});

/** Quotes a path for a shell. */
const quoted = (path: unknown): string => {
  const text = String(path);
  const plain = /^[\w./~-]+$/.test(text);
  return plain ? text : `'${text.replaceAll("'", "'\\''")}'`;
};

const chmod = ({ path }: Params): string => `chmod 700 ${quoted(path)}`;

/** Commands that mend what was found. */
const commands: Readonly<Partial<Record<FindingId, (params: Params) => string>>> = {
  'vault.locked': () => 'stowkey unlock',
  'bus.none': () => 'dbus-run-session -- stowkey agent',
  'browser.none': () => 'sudo apt install xdg-utils',
  'agent.silent': () => 'stowkey agent',
  'folders.open': chmod,
  'folders.unwritable': chmod,
};

const sayingOf = (finding: Exclude<FindingId, ByError>, params: Params) => {
  if (finding !== 'clock.off') return sayings[finding];
  return sayings[Number(params.minutes) > 0 ? 'clock.ahead' : 'clock.behind'];
};

const byError = ['keychain.fails', 'servers.failed', 'organisation.refused'] as const;
type ByError = (typeof byError)[number];
const isByError = (finding: FindingId): finding is ByError =>
  byError.some((each) => each === finding);

export const sayFinding = ({ finding, params }: Finding): Said => {
  if (isByError(finding)) {
    const { title, action } = describeError({ code: String(params.code) as ErrorCode, params });
    return { says: title, mend: action };
  }
  const saying: {
    readonly says: string | ((params: Params) => string);
    readonly mend?: string;
  } = sayingOf(finding, params);
  const command = commands[finding]?.(params);
  return {
    says: typeof saying.says === 'string' ? saying.says : saying.says(params),
    mend: saying.mend ?? null,
    ...(command === undefined ? {} : { command }),
  };
};

/** What helps whoever is asked for help: versions and the report. */
export const diagnosticsText = (
  info: { readonly version: string; readonly electronVersion: string; readonly platform: string },
  findings: readonly Finding[],
): string =>
  `Stowkey ${info.version} (Electron ${info.electronVersion}, ${info.platform})\n\n${reportText(findings)}`;

/** The report as plain text, one line a finding. */
export const reportText = (findings: readonly Finding[]): string =>
  findings
    .map((each) => {
      const { says, mend, command } = sayFinding(each);
      const state = doctorWords.states[findingStates[each.finding]].padEnd(5);
      const next = [mend, command].filter(Boolean).join(' ');
      return `${state}  ${subjectNames[each.subject]}: ${[says, next].filter(Boolean).join(' ')}\n`;
    })
    .join('');

import { type DoctorSubject, type Finding, type FindingId, findingStates } from '../doctor.ts';
import type { ErrorCode } from '../result.ts';
import { describeError } from './errors.ts';

type Params = Finding['params'];
type Said = {
  readonly says: string;
  /** The next thing to do; null where there is nothing. */
  readonly mend: string | null;
  /** A command that does it, for a terminal. */
  readonly command?: string;
};

export const doctorWords = {
  title: 'Doctor',
  lead: 'Looks at everything that Stowkey needs of this computer. Nothing secret is read or shown.',
  back: 'Back',
  again: 'Look again',
  looking: 'Looking…',
  copy: 'Copy report',
  copied: 'Report copied',
  copyCommand: (command: string): string => `Copy ${command}`,
  allFine: 'Everything is fine',
  wrong: (count: number): string =>
    count === 1 ? 'One thing needs attention' : `${count} things need attention`,
  states: { fine: 'Fine', note: 'Note', wrong: 'Wrong' },
  mends: { unlock: 'Unlock', tools: 'Open Tools' },
} as const;

export const subjectNames: Readonly<Record<DoctorSubject, string>> = {
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
  disk: 'Disk',
  runtime: 'Runtime',
};

const fine = (says: string): Said => ({ says, mend: null });
const byError = (params: Params): Said => {
  const { title, action } = describeError({ code: String(params.code) as ErrorCode, params });
  return { says: title, mend: action };
};
/** Quotes a path for a shell. */
const quoted = (path: unknown): string => {
  const text = String(path);
  const plain = /^[\w./~-]+$/.test(text);
  return plain ? text : `'${text.replaceAll("'", "'\\''")}'`;
};

const sayings: Readonly<Record<FindingId, (params: Params) => Said>> = {
  'keychain.works': () => fine('It took a test entry, gave it back and deleted it.'),
  'keychain.locked': () => ({ says: 'It is locked.', mend: 'Unlock it and look again.' }),
  'keychain.fails': byError,
  'keychain.lost': () => ({
    says: 'It took a test entry and did not give it back as it was.',
    mend: 'Restart your keychain’s program, or log out and in again.',
  }),
  'keychain.unasked': () => fine('Not looked at: Stowkey does not answer this command.'),
  'vault.works': () =>
    fine('A vault file is in use. It took a test entry, gave it back and deleted it.'),
  'vault.locked': () => ({
    says: 'A vault file is in use, and it is locked.',
    mend: 'Unlock it in the window, or in a terminal.',
    command: 'stowkey unlock',
  }),
  'bus.answers': () => fine('The session’s D-Bus answers.'),
  'bus.none': () => ({
    says: 'There is no D-Bus of this session, which the keychain and the tray need.',
    mend: 'Start Stowkey from your desktop’s session, or within a bus of its own.',
    command: 'dbus-run-session -- stowkey agent',
  }),
  'bus.unneeded': () => fine('There is no D-Bus of this session. The vault file needs none.'),
  'tray.there': () => fine('Your desktop shows icons in a tray.'),
  'tray.none': () => fine('Your desktop shows no tray icons. Closing the window minimises it.'),
  'browser.there': () => fine('Pages can be opened in your browser.'),
  'browser.none': () => ({
    says: 'Nothing opens pages in your browser: xdg-open is missing.',
    mend: 'Install it, or copy each link into your browser.',
    command: 'sudo apt install xdg-utils',
  }),
  'clock.right': () => fine('This computer’s clock agrees with the servers’.'),
  'clock.off': ({ minutes }) => ({
    says: `This computer’s clock is ${Math.abs(Number(minutes))} minutes ${Number(minutes) > 0 ? 'ahead' : 'behind'}.`,
    mend: 'Have it set by the network, in the system’s settings for date and time.',
  }),
  'clock.unknown': () => fine('No server has told the time yet.'),
  'servers.reached': ({ host, proxy }) =>
    fine(proxy === '' ? `${host} answers.` : `${host} answers, through the proxy ${proxy}.`),
  'servers.failed': byError,
  'servers.none': () => fine('No account needs one yet.'),
  'ports.free': ({ ports }) => fine(`Free: ${ports}.`),
  'ports.taken': ({ port }) => fine(`${port} is taken. Another one is used in its place.`),
  'ports.reserved': ({ port }) =>
    fine(`${port} is reserved by the system. Another one is used in its place.`),
  'ports.none-free': ({ ports }) => ({
    says: `None of ${ports} is free, so no browser can come back from signing in.`,
    mend: 'Close the program that listens there.',
  }),
  'ports.endpoint-taken': ({ port }) => ({
    says: `Another program listens on ${port}, where tools ask for keys.`,
    mend: 'Close that program, then try again under Tools.',
  }),
  'agent.answers': () => fine('Tools and the command line can ask.'),
  'agent.silent': ({ why }) => ({
    says: why === undefined ? 'Nobody answers tools and the command line.' : `No answer: ${why}`,
    mend: 'Start Stowkey again.',
    command: 'stowkey agent',
  }),
  'profiles.whole': () => fine('Each profile has its account.'),
  'profiles.left': ({ count }) => ({
    says:
      Number(count) === 1
        ? 'One profile names an account that is gone.'
        : `${count} profiles name accounts that are gone.`,
    mend: 'Remove them under Tools.',
  }),
  'folders.private': () => fine('Only you can read them.'),
  'folders.open': ({ path, mode }) => ({
    says: `Others may look into ${path} (${mode}).`,
    mend: 'Close it to them.',
    command: `chmod 700 ${quoted(path)}`,
  }),
  'folders.unwritable': ({ path }) => ({
    says: `Nothing can be written to ${path}.`,
    mend: 'Give yourself the right to write there.',
    command: `chmod 700 ${quoted(path)}`,
  }),
  'disk.room': ({ mebibytes }) => fine(`${mebibytes} MiB free.`),
  'disk.full': ({ mebibytes }) => ({
    says: `Only ${mebibytes} MiB free. Changes may not be saved.`,
    mend: 'Delete something, then look again.',
  }),
  'runtime.right': ({ electron }) => fine(`Electron ${electron}.`),
  'runtime.evaluation': ({ electron, expected }) =>
    fine(`Electron ${electron}, not ${expected}: for evaluation, not for real accounts.`),
  unanswered: () => ({ says: 'Could not be found out in time.', mend: 'Look again.' }),
};

export const sayFinding = ({ finding, params }: Finding): Said => sayings[finding](params);

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

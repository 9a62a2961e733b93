import { authorizationHeader } from '../../shared/agent-protocol.ts';
import type { Account, AccountState } from '../../shared/agent-schemas.ts';
import { copyFormatIds } from '../../shared/copy-formats.ts';
import { findingStates } from '../../shared/doctor.ts';
import { printable } from '../../shared/printable.ts';
import { agentRuns, copiedUntil, signedBy } from '../../shared/words/command-line.ts';
import { reportText, sayFinding } from '../../shared/words/doctor.ts';
import { completedShells, type Invocation, isToolHandle, type RunCommand } from './arguments.ts';
import type { Command, Outcome } from './command.ts';
import { completions } from './completion.ts';
import { connectByDeviceCode } from './connect-by-device-code.ts';
import { environmentDocument, shells } from './environment-document.ts';
import { CommandFailure, failure } from './failure.ts';
import { printableLines, toJson, toTable } from './output.ts';
import { lock, move, unlock } from './vault-commands.ts';

const printed = (document: string): Outcome => ({ document, exitCode: 0 });

const stateExitCodes: Readonly<Record<AccountState, number>> = {
  valid: 0,
  expiring: 3,
  expired: 4,
  'sign-in-needed': 5,
  unavailable: 1,
};

const describe = (account: Account, { has }: Invocation): string =>
  has('json') ? toJson({ account }) : toTable([account]);

/** For a call that answers the account as it is now. */
const accountCommand =
  (name: 'renew' | 'verify'): Command =>
  async (invocation, { agent }) =>
    printed(describe(await agent.call(name, { account: invocation.operand }), invocation));

/** Finds a word among those that the syntax allows there. */
const oneOf = <Word extends string>(all: readonly Word[], word: string | null): Word | null =>
  all.find((each) => each === word) ?? null;

const usualShell = process.platform === 'win32' ? 'powershell' : 'sh';

export const commands: Readonly<Record<RunCommand, Command>> = {
  list: async ({ has }, { agent }) => {
    const accounts = await agent.call('list');
    if (has('json')) return printed(toJson({ accounts }));
    return printed(
      has('names')
        ? accounts.map(({ name }) => `${printable(name)}\n`).join('')
        : toTable(accounts),
    );
  },
  status: async (invocation, { agent }) => {
    const account = await agent.call('status', { account: invocation.operand });
    return {
      document: describe(account, invocation),
      exitCode: stateExitCodes[account.state],
    };
  },
  credentials: async ({ operand }, { agent }) => printed(await agent.credentials(operand)),
  token: async (invocation, { agent }) => {
    const tool = invocation.value('tool');
    if (tool !== null && !isToolHandle(tool)) throw failure('unfit-tool');
    const asked = { account: invocation.operand };
    const { token, expiresAt } = await agent.call('token', asked, tool ?? undefined);
    if (invocation.has('json')) return printed(toJson({ token, expiresAt }));
    return printed(invocation.has('header') ? `${authorizationHeader(token)}\n` : `${token}\n`);
  },
  env: async (invocation, { agent }) => {
    const shell = oneOf(shells, invocation.value('shell')) ?? usualShell;
    const { variables } = await agent.call('environment', { account: invocation.operand });
    return printed(environmentDocument(shell, variables));
  },
  copy: async (invocation, { agent }) => {
    const account = invocation.operand;
    const format =
      oneOf(copyFormatIds, invocation.value('as')) ??
      ((await agent.call('status', { account })).holds.s3Keys ? 'env-sh' : 'access-token');
    const { clearsAtEpochMs } = await agent.call('copy', { account, format });
    const clearsAt = clearsAtEpochMs === null ? null : new Date(clearsAtEpochMs).toISOString();
    return printed(
      invocation.has('json') ? toJson({ format, clearsAt }) : `${copiedUntil(clearsAt)}\n`,
    );
  },
  renew: accountCommand('renew'),
  verify: accountCommand('verify'),
  connect: async (invocation, context) => {
    if (invocation.has('device-code')) return connectByDeviceCode(invocation, context);
    const { agent, showWindow } = context;
    await showWindow();
    await agent.call('connect', { provider: invocation.operand });
    return printed('');
  },
  'inspect-grant': async (_, { agent, readInput }) =>
    printed(toJson({ grant: await agent.call('inspectGrant', { grant: await readInput() }) })),
  mcp: async ({ operand }, { serveAssistant }) => {
    if (!isToolHandle(operand)) throw failure('unfit-tool');
    await serveAssistant(operand);
    return printed('');
  },
  agent: async ({ has }, { agent }) => {
    const about = await agent.about();
    return printed(has('json') ? toJson({ agent: about }) : `${agentRuns(about.version)}\n`);
  },
  doctor: async ({ has }, { agent, examineHere }) => {
    const findings = await agent.call('doctor').catch(async (error: unknown) => {
      if (!(error instanceof CommandFailure)) throw error;
      const params = { why: error.line };
      const unasked = { subject: 'keychain', finding: 'keychain.unasked', params: {} } as const;
      const silent = { subject: 'agent', finding: 'agent.silent', params } as const;
      return [unasked, ...(await examineHere()), silent];
    });
    const checks = findings.map((each) => ({
      ...each,
      state: findingStates[each.finding],
      ...sayFinding(each),
    }));
    return {
      document: has('json') ? toJson({ checks }) : printableLines(reportText(findings)),
      exitCode: checks.some(({ state }) => state === 'wrong') ? 1 : 0,
    };
  },
  unlock,
  lock,
  'sign-bundle': async ({ operand, value }, { tell }) => {
    const keyFile = value('key');
    if (keyFile === null) throw failure('no-signing-key');
    // Brings every provider's form along, which no other command needs.
    const { signBundleFile } = await import('../organisation/bundle/sign-file.ts');
    const { signed, key } = await signBundleFile(operand, keyFile);
    await tell(`${signedBy(key)}\n`);
    return printed(`${signed}\n`);
  },
  move,
  completion: async ({ operand }) => {
    const shell = oneOf(completedShells, operand);
    return printed(shell === null ? '' : completions[shell]());
  },
};

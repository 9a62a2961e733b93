import { containerPathOf } from '../../../shared/agent-protocol.ts';
import type { Account } from '../../../shared/agent-schemas.ts';
import type { CopyFormat } from '../../../shared/copy-formats.ts';
import type { Finding } from '../../../shared/doctor.ts';
import type { ConnectionId, OperationId } from '../../../shared/ids.ts';
import type { Connections } from '../../connections/connections.ts';
import type { DeviceSignIns } from '../../connections/device-sign-ins.ts';
import type { Operations } from '../../connections/operations.ts';
import type { S3Credential } from '../../connections/use-cases/hand-out.ts';
import type { VaultUse } from '../../connections/vault-use.ts';
import { AppError } from '../../diagnostics/errors.ts';
import { type Consumer, type Consumers, isCommandLine } from '../../handoff/consumers.ts';
import { type CredentialGate, lacks } from '../../handoff/credential-gate.ts';
import { execConfig } from '../../handoff/formats/aws/exec-config.ts';
import { credentialDocument } from '../../handoff/formats/credential-document.ts';
import {
  environmentOf,
  placeVariables,
  type Variable,
} from '../../handoff/formats/environment/variables.ts';
import { exposeValues, type S3Values } from '../../handoff/formats/values.ts';
import { inspectGrant } from '../../handoff/inspect-grant.ts';
import type { Clock, OnLeave } from '../../platform/interfaces.ts';
import type { CopyFor } from './credentials.ts';
import type { ToolHandlers } from './index.ts';

const isoOf = (epochMs: number): string => new Date(epochMs).toISOString().replace('.000Z', 'Z');

/** As the schema of the reply has them. */
const mutable = (variables: readonly Variable[]): [string, string | null][] =>
  variables.map(([name, value]) => [name, value]);

/** Keys without an end are given one, or tools would never ask again after they were changed. */
const staticKeysMs = 60 * 60_000;

/** The gate gives the same credential until it changes: it is opened once, and its values go with it. */
const opened = new WeakMap<S3Credential, S3Values>();
const valuesOf = (credential: S3Credential): S3Values => {
  const known = opened.get(credential);
  if (known !== undefined) return known;
  const { label, s3, expiresAtEpochSeconds, ...keys } = credential;
  const values = exposeValues(keys, { label, expiresAtEpochSeconds, ...s3 });
  opened.set(credential, values);
  return values;
};

/** What one consumer may call. `consumer` gives it as it is now, and throws once it is revoked. */
export const toolHandlers = (dependencies: {
  readonly consumer: () => Consumer;
  readonly consumers: Pick<Consumers, 'lend' | 'takeBack'>;
  /** Gives the port. */
  readonly openEndpoint: () => Promise<number>;
  readonly gate: CredentialGate;
  readonly connections: Connections;
  readonly operations: Pick<Operations, 'ended' | 'dismiss'>;
  readonly copyFor: CopyFor;
  readonly clock: Pick<Clock, 'nowEpochMs'>;
  readonly connect: (provider: string) => void;
  /** Looks at everything that the program needs of this computer. */
  readonly examine: () => Promise<Finding[]>;
  readonly deviceSignIns: DeviceSignIns;
  readonly vault: VaultUse;
  /** There is a display, with a window and a clipboard on it. */
  readonly hasDisplay: boolean;
}): ToolHandlers => {
  const {
    consumer,
    consumers,
    gate,
    connections,
    operations,
    copyFor,
    clock,
    deviceSignIns,
    vault,
  } = dependencies;

  const act = async (
    account: string,
    run: (id: ConnectionId) => Promise<void>,
  ): Promise<Account> => {
    const { id } = gate.find(consumer(), account);
    await run(id);
    return gate.describe(gate.find(consumer(), id));
  };
  const s3Values = async (account: string, as: CopyFormat, onLeave: OnLeave): Promise<S3Values> =>
    valuesOf(await gate.s3Keys(consumer(), account, as, onLeave));
  const documentOf = async (account: string, onLeave: OnLeave) => {
    const keys = await s3Values(account, 'json', onLeave);
    const expiration = keys.expiration ?? isoOf(clock.nowEpochMs() + staticKeysMs);
    return { ...credentialDocument(keys), Expiration: expiration };
  };
  /** Waits for an operation that the caller began, and leaves nothing of it in the window. */
  const ended = async (operation: OperationId): Promise<void> => {
    try {
      await operations.ended(operation);
    } finally {
      operations.dismiss(operation);
    }
  };

  const requireDisplay = (): void => {
    if (!dependencies.hasDisplay) throw new AppError('agent.without-display');
  };

  /** What others were given is an account's credentials, and neither the clipboard nor the window. */
  const requireCommandLine = (): void => {
    if (!isCommandLine(consumer())) throw new AppError('consumer.not-allowed');
  };

  return {
    tools: {
      list: () => [...gate.accounts(consumer())],
      status: ({ account }) => gate.describe(gate.find(consumer(), account)),
      credentials: async ({ account }, onLeave) => documentOf(account, onLeave),
      container: async ({ account }, onLeave) => {
        const {
          SessionToken = '',
          AccessKeyId,
          SecretAccessKey,
          Expiration,
        } = await documentOf(account, onLeave);
        return { AccessKeyId, SecretAccessKey, Token: SessionToken, Expiration };
      },
      lend: async ({ account }) => {
        gate.requireMay(consumer());
        const connection = gate.find(consumer(), account);
        const { id, facts } = connection;
        if (facts.s3 === null) throw lacks('account.without-s3-keys', connection);
        const config = execConfig(facts.s3);
        const place = mutable(placeVariables(facts.s3));
        const { loan, token } = consumers.lend(consumer(), id);
        try {
          const port = await dependencies.openEndpoint();
          const url = `http://127.0.0.1:${port}${containerPathOf(id)}`;
          return { loan, url, token: token.expose(), place, config };
        } catch (error) {
          consumers.takeBack(loan);
          throw error;
        }
      },
      takeBack: ({ loan }) => consumers.takeBack(loan),
      environment: async ({ account }, onLeave) => {
        const values = await s3Values(account, 'env-sh', onLeave);
        return { variables: mutable(environmentOf(values)), config: execConfig(values) };
      },
      token: async ({ account }, onLeave) => {
        const { token, expiresAtEpochSeconds: end } = await gate.accessToken(
          consumer(),
          account,
          onLeave,
        );
        return { token: token.expose(), expiresAt: end === null ? null : isoOf(end * 1000) };
      },
      copy: async ({ account, format }, onLeave) => {
        requireDisplay();
        requireCommandLine();
        const { id, name } = await gate.allow(consumer(), account, onLeave);
        return copyFor({ kind: 'consumer', name }, { connectionId: id, format });
      },
      renew: ({ account }) => act(account, connections.renewInBackground),
      verify: ({ account }) => act(account, (id) => ended(connections.verify(id))),
      connect: ({ provider }) => {
        requireDisplay();
        requireCommandLine();
        dependencies.connect(provider);
      },
      beginDeviceSignIn: (request) => {
        requireCommandLine();
        return { operationId: deviceSignIns.begin(request) };
      },
      deviceSignIn: async ({ operationId, isCodeShown }) => {
        requireCommandLine();
        const progress = await deviceSignIns.look(operationId, isCodeShown);
        if (progress.kind === 'connected') {
          const account = gate.describe(gate.find(consumer(), progress.connectionId));
          return { kind: 'connected', account };
        }
        if (progress.kind === 'waiting') return progress;
        const { userCode, verificationUri: address, deadlineEpochSeconds } = progress.code;
        const expiresAt = isoOf(deadlineEpochSeconds * 1000);
        return { kind: 'code', userCode, address, expiresAt };
      },
      cancelDeviceSignIn: ({ operationId }) => {
        requireCommandLine();
        deviceSignIns.cancel(operationId);
      },
      inspectGrant: ({ grant }) => inspectGrant(grant),
      doctor: () => {
        requireCommandLine();
        return dependencies.examine();
      },
      createVault: ({ passphrase, ...how }) => {
        requireCommandLine();
        return vault.create(passphrase, how);
      },
      unlock: ({ passphrase, minutes }) => {
        requireCommandLine();
        return vault.unlock(passphrase, minutes);
      },
      lock: () => {
        requireCommandLine();
        return vault.lock();
      },
      changePassphrase: ({ from, to }) => {
        requireCommandLine();
        return vault.changePassphrase(from, to);
      },
      moveToVault: ({ passphrase }) => {
        requireCommandLine();
        return vault.moveToVault(passphrase);
      },
      moveToKeychain: () => {
        requireCommandLine();
        return vault.moveToKeychain();
      },
    },
  };
};

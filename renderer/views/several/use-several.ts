import { useCallback, useState } from 'react';
import type { ConnectionView, SeveralEnded } from '../../../shared/schemas.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import { severalWords as words } from '../../../shared/words/several.ts';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';

type SeveralAct = 'renewSeveral' | 'disconnectSeveral';

/** What was done, with whom, and what came of it. */
export type Outcome = {
  readonly act: SeveralAct;
  readonly connections: readonly ConnectionView[];
  readonly ended: SeveralEnded;
};

export type Several = {
  /** What is being done, and with how many; null while nothing is. */
  readonly running: { readonly act: SeveralAct; readonly count: number } | null;
  /** Stays until it is closed, and is null where all went well. */
  readonly outcome: Outcome | null;
  readonly closeOutcome: () => void;
  readonly run: (act: SeveralAct, connections: readonly ConnectionView[]) => Promise<void>;
  /** With their profiles for AWS tools, where the person wants that. */
  readonly disconnect: (
    connections: readonly ConnectionView[],
    removesProfiles: boolean,
  ) => Promise<void>;
};

/** Does one thing with several accounts, and says what came of it. */
export const useSeveral = (): Several => {
  const { bridge, notify, announce } = useApp();
  const [running, setRunning] = useState<Several['running']>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const run = useCallback<Several['run']>(
    async (act, connections) => {
      const count = connections.length;
      setRunning({ act, count });
      announce(words.running[act](count));
      const reply = await settle(
        bridge.connections[act]({ connectionIds: connections.map(({ id }) => id) }),
      );
      setRunning(null);
      if (!reply.ok) return notify({ tone: 'danger', text: errorLine(reply.error) });
      const { failed, notRevoked } = reply.value;
      if (failed.length + notRevoked.length > 0)
        setOutcome({ act, connections, ended: reply.value });
      else notify({ tone: 'ok', text: words.done[act](count) });
    },
    [bridge, notify, announce],
  );
  const disconnect = useCallback<Several['disconnect']>(
    async (connections, removesProfiles) => {
      if (removesProfiles) {
        const connectionIds = connections.map(({ id }) => id);
        const reply = await settle(bridge.awsProfiles.removeOfSeveral({ connectionIds }));
        // Nothing goes on behind what the person asked for and did not get.
        if (!reply.ok) return notify({ tone: 'danger', text: errorLine(reply.error) });
      }
      await run('disconnectSeveral', connections);
    },
    [bridge, notify, run],
  );
  const closeOutcome = useCallback(() => setOutcome(null), []);
  return { running, outcome, closeOutcome, run, disconnect };
};

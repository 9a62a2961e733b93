/**
 * Runs keytar in a process of its own, which `replaceable-keytar.ts` can end and start again. Secrets
 * come and go through its message channel alone.
 */
import { callKeytar, loadKeytar } from './native-keytar.ts';
import type { HelperCall, HelperReply } from './replaceable-keytar.ts';

const keytar = loadKeytar();

process.parentPort.on('message', ({ data }) => {
  const call = data as HelperCall;
  const reply = (settled: HelperReply): void => process.parentPort.postMessage(settled);
  callKeytar(keytar, call.method, call.args).then(
    (value) => reply({ id: call.id, ok: true, value }),
    (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      reply({ id: call.id, ok: false, message });
    },
  );
});

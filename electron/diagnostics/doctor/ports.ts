import { errorCodeOf } from '../../platform/errno.ts';
import { tryPort } from '../../platform/try-port.ts';
import { type Check, found } from './examine.ts';

/** Windows answers so for a port that it keeps for itself (`netsh int ipv4 show excludedportrange`). */
const reservedCodes: readonly (string | null)[] = ['EACCES', 'EPERM'];

/** Tries the ports that browsers come back to; of each set one is enough. */
export const checkPorts =
  (sets: readonly (readonly number[])[]): Check =>
  async () => {
    const troubles = new Map<number, Error>();
    await Promise.all(
      sets.flat().map(async (port) => {
        const error = await tryPort(port);
        if (error !== null) troubles.set(port, error);
      }),
    );
    const free = sets.flat().filter((port) => !troubles.has(port));
    return [
      ...(free.length === 0 ? [] : [found('ports.free', { ports: free.join(', ') })]),
      ...sets.flatMap((ports) => {
        if (ports.every((port) => troubles.has(port)))
          return [found('ports.none-free', { ports: ports.join(', ') })];
        return ports.flatMap((port) => {
          const error = troubles.get(port);
          if (error === undefined) return [];
          const isReserved = reservedCodes.includes(errorCodeOf(error));
          return [found(isReserved ? 'ports.reserved' : 'ports.taken', { port })];
        });
      }),
    ];
  };

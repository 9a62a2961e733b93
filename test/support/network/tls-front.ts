import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import type { ServerIdentity } from './certificates.ts';

/** Serves what a loopback server serves, over TLS: tools send other requests there than over HTTP. */
export const startTlsFront = async (
  origin: string,
  identity: ServerIdentity,
): Promise<{ readonly origin: string; readonly close: () => Promise<void> }> => {
  const port = Number(new URL(origin).port);
  const open = new Set<net.Socket>();
  const front = tls.createServer(identity, (socket) => {
    const inner = net.connect(port, '127.0.0.1');
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.pipe(inner).pipe(socket);
    socket.on('error', () => inner.destroy());
    inner.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => {
    front.listen(0, '127.0.0.1', resolve);
  });
  return {
    origin: `https://127.0.0.1:${(front.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        front.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
};

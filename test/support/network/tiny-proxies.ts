import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export type TinyProxy = {
  readonly port: number;
  /** Every target asked for, as `host:port`. */
  readonly targets: readonly string[];
  /** All that was said to the proxy itself. */
  readonly heard: readonly string[];
  /** Resolves when no connection is left. */
  readonly idle: () => Promise<void>;
  readonly close: () => Promise<void>;
};

type Behaviour = {
  /** The port on loopback where every target is taken to be. */
  readonly targetPort: number;
  readonly login?: { readonly name: string; readonly password: string };
  /** Answers every CONNECT so instead of opening a tunnel. */
  readonly refuseWith?: number;
};

const listen = async (server: Server, targets: string[], heard: string[]): Promise<TinyProxy> => {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      sockets.delete(socket);
      server.emit('gone');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    targets,
    heard,
    idle: async () => {
      while (sockets.size > 0) await once(server, 'gone');
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};

const join = (client: Socket, port: number): void => {
  const target = connect(port, '127.0.0.1');
  target.on('error', () => client.destroy());
  target.once('close', () => client.destroy());
  client.once('close', () => target.destroy());
  client.pipe(target).pipe(client);
};

/** An HTTP proxy that opens tunnels (RFC 9110 section 9.3.6), and only for who knows its login. */
export const startConnectProxy = async (behaviour: Behaviour): Promise<TinyProxy> => {
  const { targetPort, login, refuseWith } = behaviour;
  const targets: string[] = [];
  const heard: string[] = [];
  const expected =
    login && `Basic ${Buffer.from(`${login.name}:${login.password}`).toString('base64')}`;
  const server = createHttpServer((_, response) => response.writeHead(405).end());
  server.on('connect', (request, client: Socket) => {
    heard.push(request.rawHeaders.join('\n'));
    if (expected !== undefined && request.headers['proxy-authorization'] !== expected) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n');
      return;
    }
    targets.push(request.url ?? '');
    if (refuseWith !== undefined) {
      client.end(`HTTP/1.1 ${refuseWith} No\r\n\r\n`);
      return;
    }
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    join(client, targetPort);
  });
  return listen(server, targets, heard);
};

/** A SOCKS proxy of version 5 (RFC 1928) that takes host names, with a login (RFC 1929) or none. */
export const startSocksProxy = async ({ targetPort, login }: Behaviour): Promise<TinyProxy> => {
  const targets: string[] = [];
  const heard: string[] = [];
  const talk = async (client: Socket): Promise<void> => {
    const next = async (): Promise<Buffer> => (await once(client, 'data'))[0] as Buffer;
    const methods = [...(await next()).subarray(2)];
    const method = login === undefined ? 0 : 2;
    if (!methods.includes(method)) return void client.end(Buffer.from([5, 0xff]));
    client.write(Buffer.from([5, method]));
    if (login !== undefined) {
      const said = await next();
      const nameLength = said[1] ?? 0;
      const name = said.subarray(2, 2 + nameLength).toString();
      const password = said.subarray(3 + nameLength).toString();
      const welcome = name === login.name && password === login.password;
      client.write(Buffer.from([1, welcome ? 0 : 1]));
      if (!welcome) return void client.end();
    }
    const asked = await next();
    heard.push(asked.toString('latin1'));
    const length = asked[4] ?? 0;
    const host = asked.subarray(5, 5 + length).toString();
    targets.push(`${host}:${asked.readUInt16BE(5 + length)}`);
    client.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]));
    join(client, targetPort);
  };
  const server = createServer((client) => void talk(client).catch(() => client.destroy()));
  return listen(server, targets, heard);
};

import { EventEmitter } from 'node:events';
import type { DBusError, Message } from '@jellybrick/dbus-next';

type WantedSignal = {
  /** Its full name. */
  readonly signal: string;
  readonly path?: string;
  /** What its first argument has to be. */
  readonly first?: string;
};

/** A connection to a D-Bus message bus, for asking and listening. */
export type MessageBus = {
  /** Rejects with a `DBusError`, or with what became of the connection. */
  readonly call: (message: {
    readonly destination: string;
    readonly path: string;
    readonly interface: string;
    readonly member: string;
    readonly signature: string;
    readonly body: unknown[];
  }) => Promise<readonly unknown[]>;
  /** Calls the listener with each such signal's body; resolves, once none can be missed, what ends that. */
  readonly listen: (
    wanted: WantedSignal,
    listener: (body: readonly unknown[]) => void,
  ) => Promise<() => void>;
  /** Resolves once listening, before the signal can have come. */
  readonly nextSignal: (
    path: string,
    signal: string,
  ) => Promise<{ readonly body: Promise<readonly unknown[]> }>;
};

/** The bus itself, as it is called. */
export const busItself = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus' };

/**
 * Connects to a bus. The library is loaded when it is first needed, which is after the window has been
 * drawn. Throws what `lostError` makes of the reason.
 */
export const connectToBus = async (options: {
  /** As in `DBUS_SESSION_BUS_ADDRESS`. */
  readonly address: string | undefined;
  readonly onLost: () => void;
  /** Makes an error of what ended the connection, or kept it from being made. */
  readonly lostError: (cause: unknown) => Error;
}): Promise<MessageBus> => {
  const { address, onLost, lostError } = options;
  // Other kinds of address would start programs or go over the network.
  const isSocket = address?.split(';').every((each) => /^unix:(path|abstract)=/.test(each));
  if (address === undefined || isSocket !== true)
    throw lostError(new Error('no address of a socket'));
  const { Message: Call, sessionBus } = await import('@jellybrick/dbus-next');
  // It connects to whatever bus has that address.
  const bus = sessionBus({ busAddress: address });
  const underWay = new Set<(reason: unknown) => void>();
  const lose = (cause: unknown): void => {
    onLost();
    for (const reject of underWay) reject(lostError(cause));
    underWay.clear();
  };
  (bus as NodeJS.EventEmitter).on('error', lose);
  // The library answers strangers from within the socket's event, where a closed one throws past everybody.
  const send = bus.send.bind(bus);
  bus.send = (message) => {
    try {
      send(message);
    } catch (error) {
      lose(error);
    }
  };
  // That the bus itself has ended is told below the library's own surface alone (0.11).
  const below: unknown = Reflect.get(bus, '_connection');
  if (below instanceof EventEmitter) below.once('end', () => lose(new Error('the bus has ended')));

  /** Ends with the connection, which the library leaves waiting. */
  const whileConnected = <T>(begin: (resolve: (value: T) => void, reject: Reject) => void) =>
    new Promise<T>((resolve, reject) => {
      underWay.add(reject);
      const done = (): boolean => underWay.delete(reject);
      begin(
        (value) => {
          done();
          resolve(value);
        },
        (reason) => {
          done();
          reject(reason);
        },
      );
    });

  const call: MessageBus['call'] = (message) =>
    whileConnected((resolve, reject) => {
      const failed = (error: unknown): void => (isAnswer(error) ? reject(error) : lose(error));
      bus.call(new Call(message)).then((reply) => resolve(reply?.body ?? []), failed);
    });

  const listen: MessageBus['listen'] = async ({ signal, path, first }, listener) => {
    const { interface: target, member: name } = splitName(signal);
    const onMessage = (message: Message): void => {
      if (message.interface !== target || message.member !== name) return;
      if (path !== undefined && message.path !== path) return;
      if (first === undefined || message.body[0] === first) listener(message.body);
    };
    bus.on('message', onMessage);
    const at = path === undefined ? '' : `,path='${path}'`;
    const about = first === undefined ? '' : `,arg0='${first}'`;
    await call({
      ...busItself,
      ...splitName('org.freedesktop.DBus.AddMatch'),
      signature: 's',
      body: [`type='signal',interface='${target}',member='${name}'${at}${about}`],
    });
    return () => bus.removeListener('message', onMessage);
  };

  return {
    call,
    listen,
    nextSignal: async (path, signal) => {
      let resolveBody = (_body: readonly unknown[]): void => {};
      const body = whileConnected<readonly unknown[]>((resolve) => {
        resolveBody = resolve;
      });
      body.catch(() => undefined);
      const stop = await listen({ signal, path }, (received) => resolveBody(received));
      void body.then(stop, stop);
      return { body };
    },
  };
};

/** Parts a full name of a method or signal as messages bear it. */
export const splitName = (
  name: string,
): { readonly interface: string; readonly member: string } => {
  const at = name.lastIndexOf('.');
  return { interface: name.slice(0, at), member: name.slice(at + 1) };
};

/** Tells an error that somebody on the bus answered with from one of the connection. */
export const isAnswer = (error: unknown): error is DBusError =>
  error instanceof Error && 'type' in error && typeof error.type === 'string';

type Reject = (reason: unknown) => void;

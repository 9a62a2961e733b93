import { connect } from 'node:net';

const unlockOperation = 1;
const results = ['ok', 'denied', 'failed', 'no daemon'];

/**
 * Unlocks the login keychain of a running gnome-keyring over its control socket, the way its PAM
 * module does at sign-in: no prompt, no second daemon.
 *
 * The daemon listens to its own user only. Wire format: one byte that carries the credentials,
 * then big-endian lengths (gnome-keyring `pam/gkr-pam-client.c`).
 */
export async function unlockWithPassword(socketPath: string, password: string): Promise<void> {
  const secret = Buffer.from(password, 'utf8');
  const packet = Buffer.alloc(1 + 12 + secret.length);
  packet.writeUInt32BE(12 + secret.length, 1);
  packet.writeUInt32BE(unlockOperation, 5);
  packet.writeUInt32BE(secret.length, 9);
  secret.copy(packet, 13);

  const reply = await new Promise<Buffer>((resolve, reject) => {
    const parts: Buffer[] = [];
    const socket = connect(socketPath, () => socket.write(packet));
    socket.setTimeout(10_000, () => socket.destroy(new Error('no answer on the control socket')));
    socket.on('data', (part) => {
      parts.push(part);
      if (Buffer.concat(parts).length >= 8) socket.end();
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(Buffer.concat(parts)));
  });
  const result = reply.length >= 8 ? reply.readUInt32BE(4) : undefined;
  if (result !== 0) {
    throw new Error(`gnome-keyring did not unlock: ${results[result ?? 2] ?? result}`);
  }
}

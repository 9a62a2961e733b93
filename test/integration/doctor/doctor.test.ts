import { chmod } from 'node:fs/promises';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { checkBus, checkTray, createAskBus } from '../../../electron/diagnostics/doctor/desktop.ts';
import { examine, found } from '../../../electron/diagnostics/doctor/examine.ts';
import { checkPorts } from '../../../electron/diagnostics/doctor/ports.ts';
import { checkClock, originsOf } from '../../../electron/diagnostics/doctor/servers.ts';
import type { Finding } from '../../../shared/doctor.ts';
import { providerIdSchema } from '../../../shared/ids.ts';
import { reportText } from '../../../shared/words/doctor.ts';
import { createLedger } from '../../stand-ins/ledger.ts';
import { startS3Service } from '../../stand-ins/s3-service.ts';
import { startKeyring } from '../../support/desktop/keyring.ts';
import { createClock } from '../../support/fakes/clock.ts';
import { freePort } from '../../support/network/raw-socket.ts';
import { startServices } from '../../support/worlds/service-world.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
const closing = <T extends { readonly close: () => Promise<unknown> }>(thing: T): T => {
  closers.push(thing.close);
  return thing;
};

const ids = (findings: readonly Pick<Finding, 'finding'>[]) =>
  findings.map(({ finding }) => finding);

describe('the doctor', () => {
  const keys = {
    accessKeyId: 'AKIACANARYCANARYCAN1',
    secretAccessKey: 'canary/canary/canary/canary/canary/canar',
  };
  const start = async () => {
    const ledger = createLedger('1@satellite.test:7777', Date.now);
    ledger.addKeys(keys);
    const s3 = closing(await startS3Service({ ledger, log: () => {}, region: 'eu-central-1' }));
    const app = closing(await startServices());
    const { operationId } = await app.services().handlers.connections.connect({
      providerId: providerIdSchema.parse('s3-minio'),
      label: 'canary-name',
      draft: null,
      input: { endpoint: s3.endpoint, region: 'eu-central-1', addressing: 'path', ...keys },
    });
    await app.done(operationId);
    return { app, s3, look: () => app.services().handlers.doctor.examine() };
  };

  it('S12 finds what is wrong and when it is mended, and says no secret and no name of an account', async () => {
    const { app, s3, look } = await start();
    const host = new URL(s3.endpoint).host;
    const items = [...app.keytar.items.keys()];
    const well = await look();
    expect(ids(well)).toEqual(
      expect.arrayContaining([
        'keychain.works',
        'servers.reached',
        'clock.right',
        'folders.private',
        'disk.room',
        'profiles.whole',
        'runtime.right',
      ]),
    );
    // Nothing of the look stays in the keychain.
    expect([...app.keytar.items.keys()]).toEqual(items);

    app.keytar.mode.locked = true;
    await chmod(app.folder, 0o755);
    await s3.close();
    const ill = await look();
    expect(ill).toEqual(
      expect.arrayContaining([
        { subject: 'keychain', finding: 'keychain.locked', params: {} },
        { subject: 'folders', finding: 'folders.open', params: { path: '~', mode: '0755' } },
        {
          subject: 'servers',
          finding: 'servers.failed',
          params: { host, code: 'server.unreachable', reason: 'refused' },
        },
      ]),
    );
    const said = JSON.stringify([well, ill]) + reportText([...(well as Finding[]), ...ill]);
    expect(said).not.toMatch(/canary/i);
    expect(said).not.toContain(app.folder);

    app.keytar.mode.locked = false;
    await chmod(app.folder, 0o700);
    expect(ids(await look())).toEqual(
      expect.arrayContaining(['keychain.works', 'folders.private']),
    );
  });

  it('asks the hosts that providers name, no patterns of them, and this computer without TLS', async () => {
    const { app } = await start();
    const [one] = app.snapshot().connections;
    if (one === undefined) throw new Error('no connection');
    const contacts = ['*.amazonaws.com', 'api.box.example', '127.0.0.1:4711'];
    const asked = originsOf({
      views: () => [one],
      providers: () => [
        { id: one.providerId, contacts },
        { id: 'unused', contacts: ['unused.example'] },
      ],
    });
    expect(asked.slice(1)).toEqual(['https://api.box.example', 'http://127.0.0.1:4711']);
  });

  it('S12 copies its report, and reports a problem at a page with nothing of the person’s in it', async () => {
    const { app } = await start();
    const { doctor, app: program } = app.services().handlers;
    await doctor.copyReport();
    expect(app.clipboard.text).toMatch(/^Stowkey 0 \(Electron 0, linux\)\n\n(Fine|Note|Wrong) /);
    expect(app.clipboard.text).not.toMatch(/canary/i);
    for (const place of ['report', 'log', 'licences'] as const) await program.openPlace({ place });
    expect(app.opened[0]).toBe('https://project.example/');
    expect(app.opened.slice(1)).toEqual([expect.stringContaining('logs'), '/licences.txt']);
  });

  it('waits for no subject longer than its bound, and for none because of another', async () => {
    const clock = createClock();
    const reported: unknown[] = [];
    const looking = examine({
      checks: {
        bus: () => new Promise(() => {}),
        tray: () => Promise.reject(new Error('odd')),
        disk: async () => [found('disk.room', { mebibytes: 1 })],
      },
      clock,
      report: (subject) => reported.push(subject),
    });
    // What answers at once has answered.
    await new Promise(setImmediate);
    clock.advance(8_000);
    expect((await looking).map(({ subject, finding }) => [subject, finding])).toEqual([
      ['bus', 'unanswered'],
      ['tray', 'unanswered'],
      ['disk', 'disk.room'],
    ]);
    expect(reported).toEqual(['tray']);
  });

  it('tells ports that are taken, and when none of a set is left', async () => {
    const listen = async (): Promise<number> => {
      const port = await freePort();
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
      closers.push(() => new Promise((resolve) => server.close(resolve)));
      return port;
    };
    const [taken, other, free] = [await listen(), await listen(), await freePort()];
    expect(await checkPorts([[taken, free]])()).toEqual([
      found('ports.free', { ports: String(free) }),
      found('ports.taken', { port: taken }),
    ]);
    expect(await checkPorts([[taken, other]])()).toEqual([
      found('ports.none-free', { ports: `${taken}, ${other}` }),
    ]);
  });

  it('tells a session without a bus, and one without a tray', async () => {
    const without = createAskBus(undefined);
    expect(ids(await checkBus(without)())).toEqual(['bus.none']);
    expect(ids(await checkTray(without)())).toEqual(['tray.none']);
    const { env } = closing(await startKeyring({ service: 'none' }));
    const ask = createAskBus(env.DBUS_SESSION_BUS_ADDRESS);
    expect(ids(await checkBus(ask)())).toEqual(['bus.answers']);
    expect(ids(await checkTray(ask)())).toEqual(['tray.none']);
  });

  it('tells a clock that is off from one that nobody told of', async () => {
    const of = (minutes: number | null, ahead: number | null) =>
      checkClock(
        () => minutes,
        () => ahead,
      )();
    expect(await of(-7, -420_000)).toEqual([found('clock.off', { minutes: -7 })]);
    expect(ids(await of(null, null))).toEqual(['clock.unknown']);
    expect(ids(await of(null, 20))).toEqual(['clock.right']);
  });
});

import type { Page } from 'playwright';
import type { Finding } from '../../../shared/doctor.ts';
import { few, snapshot } from './fixtures.ts';
import type { Scenario } from './scenario.ts';

export const ill: readonly Finding[] = [
  { subject: 'keychain', finding: 'keychain.locked', params: {} },
  { subject: 'bus', finding: 'bus.answers', params: {} },
  { subject: 'tray', finding: 'tray.none', params: {} },
  { subject: 'clock', finding: 'clock.off', params: { minutes: 12 } },
  {
    subject: 'servers',
    finding: 'servers.failed',
    params: { host: 'gateway.storx.io', code: 'server.unreachable', reason: 'dns' },
  },
  { subject: 'ports', finding: 'ports.free', params: { ports: '28521, 21521' } },
  { subject: 'profiles', finding: 'profiles.left', params: { count: 2 } },
  {
    subject: 'folders',
    finding: 'folders.open',
    params: { path: '~/.config/Stowkey', mode: '0755' },
  },
  { subject: 'runtime', finding: 'runtime.right', params: { electron: '45.0.0' } },
];
const well: readonly Finding[] = [
  { subject: 'keychain', finding: 'keychain.works', params: {} },
  { subject: 'bus', finding: 'bus.answers', params: {} },
  {
    subject: 'servers',
    finding: 'servers.reached',
    params: { host: 'gateway.storx.io', proxy: '' },
  },
  { subject: 'disk', finding: 'disk.room', params: { mebibytes: 81_920 } },
];

export const openDoctor = async (page: Page): Promise<void> => {
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Find an account or an action' }).waitFor();
  await page.keyboard.type('doctor');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Doctor', exact: true }).waitFor();
};

export const doctorScenarios = (): readonly Scenario[] => {
  const full = snapshot({ connections: few() });
  return [
    { name: 'doctor', snapshot: full, replies: { 'doctor.examine': ill }, act: openDoctor },
    { name: 'doctor-fine', snapshot: full, replies: { 'doctor.examine': well }, act: openDoctor },
  ];
};

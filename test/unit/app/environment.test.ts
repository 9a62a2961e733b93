import { describe, expect, it } from 'vitest';
import { settleEnvironment, unwantedVariables } from '../../../electron/app/environment.ts';
import { nodeHarmless, nodeVariables, runtimeVariables } from '../../support/app/hostile-start.ts';

const desktop = {
  HOME: '/home/ada',
  PATH: '/usr/bin',
  DISPLAY: ':0',
  LANG: 'de_DE.UTF-8',
  HTTPS_PROXY: 'http://proxy:3128',
  GTK_MODULES: 'canberra-gtk-module',
  UV_CACHE_DIR: '/home/ada/.cache/uv',
  FNM_NODE_DIST_MIRROR: 'https://nodejs.org/dist',
  SECRET_KEY: 'of another program',
  GIT_SSL_CAINFO: '/etc/ca.pem',
  NODE_ENV: 'production',
  CHROME_DESKTOP: 'stowkey.desktop',
  ELECTRON_OZONE_PLATFORM_HINT: 'auto',
  ELECTRON_FORCE_WINDOW_MENU_BAR: '1',
  ELECTRON_NO_ATTACH_CONSOLE: '1',
  ...nodeHarmless,
};
const hostile = { ...nodeVariables('/tmp/x'), ...runtimeVariables('/tmp/x') };

describe('the environment of the program', () => {
  it.each(Object.entries(hostile))('P13 is left without %s', (name, value) => {
    expect(unwantedVariables({ ...desktop, [name]: value }, 'linux')).toEqual([name]);
  });

  it('A12 is left without keys that a shell or a command got, and without what hides profiles from it', () => {
    const keys = {
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
      AWS_SESSION_TOKEN: 'c',
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'd',
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/run/e',
    };
    const hidden = { AWS_CONFIG_FILE: '/run/x', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
    const theirs = { AWS_REGION: 'x', AWS_CONFIG_FILE: '/a', AWS_SHARED_CREDENTIALS_FILE: '/b' };
    const env: NodeJS.ProcessEnv = { ...desktop, ...theirs, ...keys };
    expect(unwantedVariables(env, 'linux')).toEqual(Object.keys(keys));
    expect(unwantedVariables(hidden, 'linux')).toEqual(Object.keys(hidden));
    expect(settleEnvironment({ ...env }, 'linux', 'program')).toEqual({ kind: 'start-over' });
    // What a command starts does not get them either.
    expect(settleEnvironment(env, 'linux', 'command')).toMatchObject({ kind: 'clean' });
    expect(env).toEqual({ ...desktop, ...theirs });
  });

  it('P13 knows that names have no case on Windows', () => {
    expect(unwantedVariables({ node_Debug: 'http' }, 'win32')).toEqual(['node_Debug']);
    expect(unwantedVariables({ node_env: 'production', node_Debug: '' }, 'linux')).toEqual([]);
  });

  it('is taken as it is where nothing is to be left out', () => {
    const env = { ...desktop };
    expect(settleEnvironment(env, 'linux', 'program')).toEqual({ kind: 'clean', leftOut: [] });
    expect(env).toEqual(desktop);
  });

  it('P13 is cleaned once, and the second start knows the names and no value', () => {
    const { GTK_MODULES: _replaced, ...rest } = desktop;
    const env: NodeJS.ProcessEnv = { ...rest, ...hostile, NODE_DEBUG: 'a-value' };
    expect(settleEnvironment(env, 'linux', 'program')).toEqual({ kind: 'start-over' });
    expect(JSON.stringify(env)).not.toContain('a-value');
    expect(settleEnvironment(env, 'linux', 'program')).toEqual({
      kind: 'clean',
      leftOut: Object.keys(hostile),
    });
    expect(env).toEqual(rest);
  });

  it('costs a command no second start for what it does not use, and is not handed on', () => {
    const certificates = { SSL_CERT_FILE: '/ca.pem', NODE_EXTRA_CA_CERTS: '/ca.pem' };
    const env: NodeJS.ProcessEnv = { ...desktop, ...certificates };
    expect(settleEnvironment({ ...env }, 'linux', 'program')).toEqual({ kind: 'start-over' });
    expect(settleEnvironment(env, 'linux', 'command')).toMatchObject({ kind: 'clean' });
    expect(env).toEqual(desktop);
    const debugged = { ...certificates, NODE_DEBUG: 'http' };
    expect(settleEnvironment(debugged, 'linux', 'command')).toEqual({ kind: 'start-over' });
  });

  it('P13 that gets dirty again on the way ends the start, and does not loop', () => {
    const env: NodeJS.ProcessEnv = { NODE_DEBUG: 'http' };
    settleEnvironment(env, 'linux', 'program');
    env.NODE_DEBUG = 'http';
    expect(settleEnvironment(env, 'linux', 'program')).toEqual({ kind: 'refused' });
  });

  it('believes no names that a variable cannot have', () => {
    const env = { STOWKEY_STARTED_WITHOUT: 'NODE_DEBUG,\u001b[2J,{"level":"fatal"}' };
    expect(settleEnvironment(env, 'linux', 'program')).toEqual({
      kind: 'clean',
      leftOut: ['NODE_DEBUG'],
    });
    const many = { STOWKEY_STARTED_WITHOUT: 'A,'.repeat(1_000) };
    expect(settleEnvironment(many, 'linux', 'program')).toMatchObject({ leftOut: { length: 60 } });
  });
});

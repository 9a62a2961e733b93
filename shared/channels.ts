/**
 * Every channel, by group: `call` is a window's, asks main and gets an envelope; `event` is pushed by
 * main; `agentCall` is for programs that ask the local agent and no part of the bridge. The preload
 * derives `window.stowkey` from these names alone; `contract.ts` gives each one its schemas and does
 * not compile when one is missing.
 */
export const channels = {
  app: {
    snapshot: 'call',
    info: 'call',
    openLink: 'call',
    openPlace: 'call',
    changed: 'event',
    go: 'event',
  },
  providers: {
    list: 'call',
    prefill: 'call',
    previewTemplate: 'call',
    importTemplate: 'call',
    exportTemplate: 'call',
    removeTemplate: 'call',
    takeWanted: 'call',
  },
  connections: {
    connect: 'call',
    forgetDraft: 'call',
    reconnect: 'call',
    refresh: 'call',
    verify: 'call',
    rename: 'call',
    setRenewalPolicy: 'call',
    setReminder: 'call',
    setFavourite: 'call',
    changeTags: 'call',
    renewSeveral: 'call',
    disconnectSeveral: 'call',
    disconnect: 'call',
    takeWanted: 'call',
  },
  operations: {
    answer: 'call',
    cancel: 'call',
    dismiss: 'call',
    openBrowser: 'call',
    copyUrl: 'call',
    submitRedirect: 'call',
  },
  credentials: {
    copy: 'call',
    preview: 'call',
    reveal: 'call',
    clearClipboard: 'call',
    hideRevealed: 'event',
  },
  buckets: { list: 'call', entries: 'call', leave: 'call', copyLink: 'call' },
  awsProfiles: {
    list: 'call',
    leftBehind: 'call',
    preview: 'call',
    write: 'call',
    remove: 'call',
    undo: 'call',
  },
  exposedSecrets: {
    search: 'call',
    addFolder: 'call',
    take: 'call',
    preview: 'call',
    replace: 'call',
    undo: 'call',
  },
  backup: {
    chooseRecipient: 'call',
    save: 'call',
    choose: 'call',
    open: 'call',
    restore: 'call',
    forget: 'call',
  },
  forget: { plan: 'call', everything: 'call' },
  command: { state: 'call', install: 'call' },
  keychain: { check: 'call', adopt: 'call' },
  consumers: {
    revoke: 'call',
    setRule: 'call',
    give: 'call',
    letCommandLineAsk: 'call',
    openEndpoint: 'call',
    question: 'call',
    answer: 'call',
    asked: 'event',
  },
  tools: {
    list: 'agentCall',
    status: 'agentCall',
    credentials: 'agentCall',
    container: 'agentCall',
    lend: 'agentCall',
    takeBack: 'agentCall',
    environment: 'agentCall',
    token: 'agentCall',
    copy: 'agentCall',
    renew: 'agentCall',
    verify: 'agentCall',
    connect: 'agentCall',
    beginDeviceSignIn: 'agentCall',
    deviceSignIn: 'agentCall',
    cancelDeviceSignIn: 'agentCall',
    inspectGrant: 'agentCall',
    doctor: 'agentCall',
  },
  activity: { list: 'call', export: 'call' },
  settings: { change: 'call' },
  doctor: { examine: 'call', copyReport: 'call' },
  desktop: { pauseRenewals: 'call', silence: 'call' },
} as const;

export type Channels = typeof channels;
export type ChannelKind = 'call' | 'event' | 'agentCall';

/** Joins group and name into the wire name that ipcMain and ipcRenderer use. */
export const channelName = (group: string, name: string): string => `stowkey:${group}.${name}`;

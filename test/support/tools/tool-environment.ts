/** Gives what a tool finds around it: a desktop's own, and no AWS settings of whoever runs the tests. */
export const toolEnvironment = (desktop: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(desktop).filter(([name]) => !/^(?:AWS|RCLONE)_/.test(name))),
  AWS_EC2_METADATA_DISABLED: 'true',
  NO_PROXY: '127.0.0.1',
});

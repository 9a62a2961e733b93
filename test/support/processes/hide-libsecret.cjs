// Makes loading keytar's native part fail as it does on a machine without libsecret.
const { dlopen } = process;
process.dlopen = (module, filename, ...rest) => {
  if (filename.endsWith('keytar.node')) {
    throw new Error('libsecret-1.so.0: cannot open shared object file: No such file or directory');
  }
  return dlopen.call(process, module, filename, ...rest);
};

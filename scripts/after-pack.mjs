// A hook of electron-builder (see electron-builder.yml), which loads nothing but plain JavaScript: puts the
// notices into the package, and the bill of materials beside it.
import { join } from 'node:path';
import { Arch } from 'electron-builder';
import { writeBillOfMaterials } from './bill-of-materials.mjs';
import { carriedPackages } from './carried-packages.mjs';
import { writeNotices } from './third-party-notices.mjs';

export default async function afterPack({
  packager,
  appOutDir,
  outDir,
  electronPlatformName,
  arch,
}) {
  const project = packager.projectDir;
  const carried = await carriedPackages(project);
  await writeNotices(join(packager.getResourcesDir(appOutDir), 'THIRD-PARTY-NOTICES.txt'), carried);
  const { productName, version } = packager.appInfo;
  const name = `${productName}-${version}-${electronPlatformName}-${Arch[arch]}.cdx.json`;
  const electronVersion = packager.info.framework.version;
  await writeBillOfMaterials(join(outDir, name), { project, electronVersion, carried });
}

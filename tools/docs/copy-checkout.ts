import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readlinkSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Copies the working tree as it stands, committed or not, into a folder that is a checkout of its own: its own files, its own links among
 * our packages, and the installed packages of this one.
 */
export function copyCheckout(root: string, to: string): void {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' });
  const files = listed.split('\0').filter((path) => path !== '' && isFile(join(root, path)));
  for (const path of files) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    cpSync(join(root, path), join(to, path));
  }
  // Generated, and not the page's business.
  cpSync(join(root, 'prisma', 'generated'), join(to, 'prisma', 'generated'), { recursive: true });
  linkPackages(join(root, 'node_modules'), join(to, 'node_modules'));
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/**
 * Our own packages and commands are relative links: the same link leads into the copy. What npm and the way in know of the installation
 * is copied, so that nobody writes it into the checkout that lent its packages.
 */
function linkPackages(from: string, to: string): void {
  for (const folder of ['.bin', '@supercargo']) {
    mkdirSync(join(to, folder), { recursive: true });
    for (const name of readdirSync(join(from, folder))) {
      symlinkSync(readlinkSync(join(from, folder, name)), join(to, folder, name));
    }
  }
  for (const name of readdirSync(from)) {
    if (name === '.bin' || name === '@supercargo') continue;
    if (!name.startsWith('.')) symlinkSync(join(from, name), join(to, name));
    else if (isFile(join(from, name))) cpSync(join(from, name), join(to, name));
  }
}

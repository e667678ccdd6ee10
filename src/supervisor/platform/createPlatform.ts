import type { Platform } from './platform.ts';
import { createDarwinPlatform } from './darwin.ts';
import { createLinuxPlatform } from './linux.ts';
import { createWindowsPlatform } from './windows.ts';

/** The platform this process runs on. Other Unix systems are taken for Linux and fail where they lack /proc. */
export function createPlatform(): Platform {
  if (process.platform === 'darwin') return createDarwinPlatform();
  if (process.platform === 'win32') return createWindowsPlatform();
  return createLinuxPlatform();
}

#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import os from 'node:os';
import { compileCacheFolder } from '../client/compileCache.ts';

const folder = compileCacheFolder({ env: process.env, platform: process.platform, homedir: os.homedir() });
if (folder !== undefined) enableCompileCache(folder);

// A bundle of its own, because what is loaded before the cache is there is compiled at every start.
void import('./run.ts');

// Keeps test files and what they import as Node has compiled it: each file is a program of its own, and they load the
// same modules. Other than NODE_COMPILE_CACHE it is nothing that supervisors and apps under test would get as well.
const { enableCompileCache } = require('node:module');
const { join } = require('node:path');

enableCompileCache(join(__dirname, '..', '..', '.cache', 'compiled'));

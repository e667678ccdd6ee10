import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factsWith, findings } from './checking.ts';

const facts = factsWith({ files: ['/shop/server.js'], cpus: 4 });

/** JavaScript whose values only a run gives. Whatever that gives may be right, so none of it may be called wrong. */
const texts: readonly string[] = [
  'module.exports = { apps: require("./apps") };',
  'module.exports = require("./other.config.js");',
  'module.exports = { apps: [...others(), { name: "web", script: "server.js" }] };',
  'module.exports = { ...base(), other: 1 };',
  'module.exports = { apps: load().map((one) => one) };',
  'module.exports = { apps: [make("web"), make("api")] };',
  'module.exports = { apps: [{ name: process.env.A, script: "server.js" }, { name: process.env.B, script: "server.js" }] };',
  'module.exports = { apps: [{ script: process.env.SCRIPT }, { script: process.env.SCRIPT }] };',
  'module.exports = { apps: [{ name: "web", ...common() }] };',
  'module.exports = { apps: [{ name: "web", script: path.join(__dirname, "server.js") }] };',
  'module.exports = { apps: [{ name: "web", script: "server.js", args: [process.env.A, "--x"] }] };',
  'module.exports = { apps: [{ name: "web", script: "server.js", port: process.env.PORT || 3000 }, { name: "api", script: "server.js", port: 3000 }] };',
  'module.exports = { apps: [{ name: "web", script: "server.js", instances: cpus() - 1, exec_mode: mode }] };',
  'module.exports = { apps: [{ name: "web", script: "npm", args: "start", instances: cpus(), exec_mode: "cluster" }] };',
  'module.exports = { apps: [{ name: "web", script: "npm", args: "start", instances: 4, exec_mode: "cluster", ...more() }] };',
  'module.exports = { apps: [{ name: "web", script: "server.js", depends_on: ["db"] }, { name: names.db, script: "server.js" }] };',
  'module.exports = { apps: [{ name: "web", script: "server.js", depends_on: ["db"] }, ...databases] };',
  'module.exports = { apps: [{ name: "web", script: "server.js", depends_on: ["api"] }, { name: "api", script: "server.js", depends_on: ["web"], ...overrides() }] };',
  'module.exports = { apps: [{ name: "web", script: "server.js", depends_on: { db: "completed" } }, { name: "db", script: "server.js", autorestart: isLocal }] };',
  'module.exports = { apps: [{ name: "web", script: "server.js", env: { ...process.env, API_KEY: process.env.API_KEY } }] };',
  'module.exports = { apps: [{ name: "web", script: "server.js", max_memory_restart: `${size}M`, kill_timeout: 5 * SECOND }] };',
  'module.exports = { apps: [{ name: "web", script: "server.js", health_check: { check_type: "http", url: url() } }] };',
  'module.exports = { apps: [{ name: "web", script: "server.js", watch: dirs, ignore_watch: [ignored] }] };',
  'module.exports = { apps: [{ name: "web", script: "server.js", watch: ["src", extra] }] };',
  'module.exports = { apps: [{ name: "web", script: "server.js", cwd: process.cwd(), env_file: files }] };',
  'module.exports = { apps: [{ name: "web", script: isDev ? "dev.js" : "dist.js", cron_restart: nightly }] };',
  'module.exports = { apps: ["a", "b"].map((name) => ({ name, script: `./${name}.js` })) };',
  'module.exports = { apps: names.map((name) => ({ name, script: "server.js", port: 3000 })) };',
  'module.exports = isProduction ? { apps: [] } : { apps: [{ name: "web" }] };',
  'module.exports = { apps: [isDev && { name: "web", script: "server.js" }].filter(Boolean) };',
  'module.exports = { apps: [{ name: "web", script: "server.js", dev: { args: [mode], watch: paths } }] };',
  'module.exports = { apps: { web: make(), api: { script: "server.js", depends_on: "web" } } };',
  'module.exports = { apps: [{ name: "web", script: "server.js", port: "3000-3001", instances: count }] };',
  'module.exports = { [key]: [{ name: "web" }] };',
  'const config = load();\nconfig.apps.push({ name: "web" });\nmodule.exports = config;',
  'for (const x of y) register(x);\n',
];

for (const text of texts) {
  test(`nothing is called wrong in: ${text}`, () => {
    const found = findings('ecosystem.config.js', text, { facts });
    assert.deepEqual(
      found.filter(({ severity }) => severity === 'error' || severity === 'warning'),
      [],
    );
  });
}

test('what is known beside unknown parts is checked all the same', () => {
  const text =
    'module.exports = { apps: [{ name: name(), script: script(), max_restarts: "many", instnces: 2 }, { name: "a", script: "b.js", ...x() , kill_timeout: "soon" }] };';
  const found = findings('ecosystem.config.js', text).map(({ code, start }) => [
    code,
    text.slice(start, start + 6),
  ]);
  assert.deepEqual(found, [
    ['option-type', '"many"'],
    ['option-unknown', 'instnc'],
    ['option-type', '"soon"'],
  ]);
});

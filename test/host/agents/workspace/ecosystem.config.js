module.exports = {
  apps: [
    { name: 'web', script: 'server.js', args: '--api-key abc', env: { PORT: 0 } },
    { name: 'broken', script: 'crash.js', max_restarts: 1 },
  ],
};

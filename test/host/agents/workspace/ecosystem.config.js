module.exports = {
  apps: [
    { name: 'web', script: 'server.js', args: '--api-key Zq7-not-shown', env: { PORT: 0 } },
    { name: 'broken', script: 'crash.js', max_restarts: 1 },
  ],
};

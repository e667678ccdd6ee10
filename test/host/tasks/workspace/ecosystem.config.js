module.exports = {
  apps: [
    {
      name: 'web',
      script: 'server.js',
      instances: 2,
      port: 'auto:46100-46900',
      env_staging: { STAGE: 'staging' },
    },
    { name: 'broken', script: 'crash.js', max_restarts: 2, autostart: false },
    { name: 'slow', script: 'slow.js', wait_ready: true, listen_timeout: 60_000, autostart: false },
  ],
};

module.exports = {
  apps: [
    {
      name: 'web',
      script: 'server.js',
      instances: 2,
      port: 'auto:47100-47900',
      env_staging: { STAGE: 'staging' },
    },
    { name: 'broken', script: 'crash.js', max_restarts: 2, autostart: false },
  ],
};

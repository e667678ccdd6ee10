module.exports = {
  apps: [
    { name: 'web', script: 'server.js', instances: 2, port: 'auto:46100-46900', namespace: 'front' },
    {
      name: 'api',
      script: 'server.js',
      port: 'auto:46100-46900',
      namespace: 'back',
      env: { API_KEY: 'not-to-be-shown', MODE: 'plain' },
    },
    { name: 'crashing', script: 'crash.js', namespace: 'back', max_restarts: 1, autostart: false },
  ],
};

module.exports = {
  apps: [
    { name: 'web', script: 'server.js', instances: 3, port: 'auto:42100-42900' },
    { name: 'missing', script: 'nothing.js' },
    { name: 'crashing', script: 'crash.js', max_restarts: 2 },
    { name: 'flood', script: 'flood.js', autorestart: false },
  ],
};

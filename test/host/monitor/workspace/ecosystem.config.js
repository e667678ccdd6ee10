module.exports = {
  apps: [
    { name: 'web', script: 'server.js', instances: 2 },
    { name: 'other', script: 'server.js', exec_mode: 'fork' },
  ],
};

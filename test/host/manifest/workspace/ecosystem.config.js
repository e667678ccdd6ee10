module.exports = {
  apps: [
    { name: 'web', script: 'server.js', instances: 2, port: 42931 },
    { name: 'job', script: 'job.js' },
  ],
};

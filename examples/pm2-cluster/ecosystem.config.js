module.exports = {
  apps: [
    {
      name: 'kromosynth-render',
      script: 'socket-server-pcm.js',
      instances: 'max', // Uses all available CPU cores
      exec_mode: 'cluster',
      autorestart: true,
      watch: false,
      max_memory_restart: '1G',
      env: {
        NODE_ENV: 'production',
      },
    },
  ],
};

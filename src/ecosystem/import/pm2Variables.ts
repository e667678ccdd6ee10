/** What PM2 puts into the environment of what it starts: its own fields, and what its command line runs with. */
const pm2s = new Set([
  ...[
    'name',
    'namespace',
    'version',
    'versioning',
    'status',
    'args',
    'env',
    'exec_mode',
    'instances',
    'watch',
  ],
  ...['exec_interpreter', 'node_args', 'autorestart', 'autostart', 'merge_logs', 'vizion', 'vizion_running'],
  ...[
    'pmx',
    'automation',
    'treekill',
    'username',
    'windowsHide',
    'kill_retry_time',
    'km_link',
    'instance_var',
  ],
  ...[
    'created_at',
    'restart_time',
    'unstable_restarts',
    'unique_id',
    'exit_code',
    'prev_restart_delay',
    'port',
  ],
  ...['node_version', 'filter_env', 'command', 'SILENT', 'NODE_APP_INSTANCE', 'SKIP_NODE_VERSION_CHECK'],
]);
const pm2Named = /^(?:PM2_|pm_|axm_|_pm2_)/;

/** What shells, terminals, desktops and version managers set, on whichever machine the apps were started. */
const shells = new Set([
  ...[
    '_',
    'PATH',
    'HOME',
    'USER',
    'LOGNAME',
    'SHELL',
    'SHLVL',
    'PWD',
    'OLDPWD',
    'TERM',
    'TERM_PROGRAM',
    'LANG',
  ],
  ...[
    'LANGUAGE',
    'HOSTNAME',
    'MAIL',
    'EDITOR',
    'VISUAL',
    'PAGER',
    'LESS',
    'LESSOPEN',
    'LESSCLOSE',
    'LS_COLORS',
  ],
  ...[
    'COLORTERM',
    'DISPLAY',
    'WAYLAND_DISPLAY',
    'TMPDIR',
    'TEMP',
    'TMP',
    'TMUX',
    'TMUX_PANE',
    'STY',
    'HISTCONTROL',
  ],
  ...[
    'HISTSIZE',
    'MANPATH',
    'INFOPATH',
    'WINDOWID',
    'XMODIFIERS',
    'DESKTOP_SESSION',
    'SESSION_MANAGER',
    'NODE_PATH',
  ],
  ...[
    'APPDATA',
    'LOCALAPPDATA',
    'USERPROFILE',
    'USERNAME',
    'USERDOMAIN',
    'COMPUTERNAME',
    'COMSPEC',
    'PATHEXT',
  ],
  ...[
    'SYSTEMROOT',
    'SYSTEMDRIVE',
    'WINDIR',
    'PROGRAMDATA',
    'PROGRAMFILES',
    'PUBLIC',
    'HOMEDRIVE',
    'HOMEPATH',
    'OS',
  ],
  ...['DEBIAN_FRONTEND', 'WSLENV', 'WSL_DISTRO_NAME', 'WSL_INTEROP', 'NAME', 'INIT_CWD', 'COLUMNS', 'LINES'],
]);
const shellNamed =
  /^(?:LC_|SSH_|XDG_|DBUS_|GNOME_|KDE_|GTK_|QT_|VSCODE_|TERM_|npm_|NVM_|FNM_|VOLTA_|PYENV_|RBENV_|ASDF_|SDKMAN_|JAVA_HOME|GPG_|SUDO_|PROCESSOR_|BASH_FUNC_|P9K_|ZSH|ITERM_|KITTY_|ALACRITTY_|CONDA_|HOMEBREW_|DROVER)/;

/** Whether a variable of PM2's record is one that PM2 itself set for an app of this name. */
export function isPm2s(name: string, value: unknown, app: string): boolean {
  return pm2s.has(name) || pm2Named.test(name) || (name === app && value === '{}');
}

/** Whether a variable was surely that of the shell: by its name, or because the shell here has the same. */
export function isShells(
  name: string,
  value: string,
  shellEnv: Readonly<Record<string, string | undefined>>,
): boolean {
  return shells.has(name.toUpperCase()) || shellNamed.test(name) || shellEnv[name] === value;
}

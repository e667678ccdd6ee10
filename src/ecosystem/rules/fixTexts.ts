/** The English title of every fix; `{name}` is replaced by `data.name`. */
export const fixTexts: Readonly<Record<string, string>> = {
  'rename-option': 'Write "{name}"',
  'use-value': 'Write {value}',
  'remove-option': 'Remove "{option}"',
  'move-to-app': 'Move "{option}" into the app',
  'move-to-env': 'Move "{option}" into "env"',
  'move-into': 'Move "{option}" into "{owner}"',
  'rewrite-export': 'Export the apps as "{form}"',
  'quote-value': 'Put the value in quotes',
  'rename-app': 'Name this app "{name}"',
  'use-app': 'Depend on "{name}"',
  'add-one-shot': 'Make "{name}" a one_shot app',
  'widen-range': 'Widen the range to {range}',
  'use-script': 'Use "{script}"',
};

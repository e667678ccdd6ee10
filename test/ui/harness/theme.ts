/** The colours that every picture is taken in, by the names that settings have for them, and the class its workbench then has. */
export const themes = {
  light: { setting: 'Light Modern', mark: 'vs' },
  dark: { setting: 'Dark Modern', mark: 'vs-dark' },
  highContrast: { setting: 'Default High Contrast', mark: 'hc-black' },
  highContrastLight: { setting: 'Default High Contrast Light', mark: 'hc-light' },
} as const;

export type Theme = keyof typeof themes;

/** The three that `screenshots` takes. */
export const picturedThemes = ['light', 'dark', 'highContrast'] as const satisfies readonly Theme[];

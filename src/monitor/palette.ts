/** The lines of charts: the theme's colours, then the same ones dashed in other ways. */
const hues = ['blue', 'green', 'purple', 'red', 'yellow', 'orange'] as const;
const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [10, 3, 2, 3]];

export interface LineStyle {
  /** A CSS colour. */
  readonly color: string;
  /** Lengths of dashes and spaces in pixels; empty for a whole line. */
  readonly dash: readonly number[];
  /** In pixels. */
  readonly width: number;
}

/** The colours of the theme as they are now. */
export class Palette {
  readonly foreground: string;
  readonly grid: string;
  readonly font: string;
  readonly #lines: readonly string[];

  constructor() {
    const style = getComputedStyle(document.body);
    const color = (name: string, fallback: string): string => style.getPropertyValue(name).trim() || fallback;
    const isHighContrast = document.body.classList.contains('vscode-high-contrast');
    this.foreground = color(
      isHighContrast ? '--vscode-foreground' : '--vscode-descriptionForeground',
      style.color,
    );
    // Fits every theme: no colour of VS Code is meant for it, and those that are near are invisible in some.
    this.grid = `rgba(128, 128, 128, ${isHighContrast ? 0.6 : 0.25})`;
    this.font = `11px ${color('--vscode-font-family', 'sans-serif')}`;
    this.#lines = hues.map((hue) => color(`--vscode-charts-${hue}`, style.color));
  }

  /** The look of one of so many lines. */
  line(index: number, count: number): LineStyle {
    const color = this.#lines[index % hues.length] ?? this.foreground;
    // Dashes tell no more of them apart, and browsers take long to draw them.
    if (count > hues.length * dashes.length) return { color, dash: [], width: 1 };
    return { color, dash: dashes[Math.floor(index / hues.length) % dashes.length] ?? [], width: 1.5 };
  }
}

/** Calls back when the user has chosen another theme. */
export function onThemeChange(changed: () => void): void {
  new MutationObserver(changed).observe(document.body, { attributes: true, attributeFilter: ['class'] });
}

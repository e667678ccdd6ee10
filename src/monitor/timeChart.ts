import uPlot from 'uplot';
import { formatAmount, leastTop, scaleSteps } from './amounts.ts';
import { createElement } from './createElement.ts';
import type { Palette } from './palette.ts';
import type { Measure, SecondSeries } from './secondSeries.ts';
import { timeSpan } from './secondSeries.ts';

export interface ChartOptions {
  readonly measure: Measure;
  readonly title: string;
  readonly label: string;
  /** How to read it with the keyboard. */
  readonly keys: string;
  readonly series: SecondSeries;
  /** The second that is pointed at, null when none is. */
  readonly onPoint: (second: number | null) => void;
}

export interface ChartLines {
  readonly instances: readonly string[];
  readonly hidden: ReadonlySet<string>;
  readonly palette: Palette;
}

const height = 130;
const cursorGroup = 'monitor';

/** One measure of all instances over time, a line for each. */
export class TimeChart {
  readonly element: HTMLElement;
  readonly #options: ChartOptions;
  readonly #place: HTMLElement;
  #lines: ChartLines | undefined;
  #plot: uPlot | undefined;

  constructor(options: ChartOptions) {
    this.#options = options;
    const { measure, title, keys } = options;
    this.#place = createElement('div', {
      class: 'plot',
      attributes: { tabindex: '0', role: 'img', 'aria-label': title, 'aria-description': keys },
    });
    this.element = createElement('figure', {
      class: 'chart',
      attributes: { 'data-measure': measure },
      children: [createElement('figcaption', { text: title }), this.#place],
    });
    this.#place.addEventListener('keydown', (event) => this.#move(event));
    this.#place.addEventListener('blur', () => this.#plot?.setCursor({ left: -10, top: -10 }));
    new ResizeObserver(() => this.#resize()).observe(this.#place);
  }

  /** Draws anew with other lines or colours. */
  setLines(lines: ChartLines): void {
    this.#lines = lines;
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  /** Draws so many seconds up to `last`. */
  draw(last: number, seconds: number): void {
    if (this.#lines === undefined || this.#place.clientWidth === 0) return;
    const { measure, series, label } = this.#options;
    const { instances } = this.#lines;
    const span = timeSpan(last, seconds);
    const columns = instances.map((instance) => series.column(instance, measure, span));
    const data = [span.times, ...columns] as uPlot.AlignedData;
    this.#plot ??= new uPlot(this.#plotOptions(this.#lines), data, this.#place);
    this.#plot.setData(data);
    const newest = instances.map((instance) => series.value(instance, measure, series.last));
    const highest = Math.max(...newest.filter((value) => !Number.isNaN(value)));
    const told = Number.isFinite(highest) ? formatAmount(measure, highest) : '–';
    this.#place.setAttribute('aria-label', label.replace('{0}', this.#options.title).replace('{1}', told));
  }

  /** Makes the line of one instance stand out; null for none. */
  emphasise(instance: string | null): void {
    const index = instance === null ? -1 : (this.#lines?.instances.indexOf(instance) ?? -1);
    // One that is off would only make the others pale.
    const isShown = this.#plot?.series[index + 1]?.show === true;
    this.#plot?.setSeries(index >= 0 && isShown ? index + 1 : null, { focus: true });
  }

  show(instance: string, on: boolean): void {
    const index = this.#lines?.instances.indexOf(instance) ?? -1;
    if (index >= 0) this.#plot?.setSeries(index + 1, { show: on });
  }

  #plotOptions({ instances, hidden, palette }: ChartLines): uPlot.Options {
    const { measure, onPoint } = this.#options;
    const axis = { stroke: palette.foreground, font: palette.font, ticks: { show: false } };
    const grid = { stroke: palette.grid, width: 1 };
    return {
      width: this.#place.clientWidth,
      height,
      legend: { show: false },
      focus: { alpha: 0.25 },
      cursor: {
        drag: { x: false, y: false },
        points: { size: 6 },
        sync: { key: cursorGroup, setSeries: false },
      },
      scales: {
        y: { range: (_plot, _low, high) => [0, Math.max((high ?? 0) * 1.1, leastTop[measure])] },
      },
      axes: [
        { ...axis, grid: { show: false }, values: (_plot, splits) => splits.map(clock), space: 80, size: 24 },
        {
          ...axis,
          grid,
          size: 56,
          space: 28,
          incrs: [...scaleSteps[measure]],
          values: (_plot, splits) => splits.map((split) => formatAmount(measure, split)),
        },
      ],
      series: [
        {},
        ...instances.map((instance, index): uPlot.Series => {
          const { color, dash, width } = palette.line(index, instances.length);
          return {
            stroke: color,
            dash: [...dash],
            width,
            show: !hidden.has(instance),
            points: { show: false },
            ...(measure === 'restarts' && uPlot.paths.stepped !== undefined
              ? { paths: uPlot.paths.stepped({ align: 1 }) }
              : {}),
          };
        }),
      ],
      hooks: {
        setCursor: [
          (plot) => {
            const { idx } = plot.cursor;
            onPoint(typeof idx === 'number' ? (plot.data[0][idx] ?? null) : null);
          },
        ],
      },
    };
  }

  #resize(): void {
    const width = this.#place.clientWidth;
    if (this.#plot !== undefined && width > 0 && width !== this.#plot.width) {
      this.#plot.setSize({ width, height });
    }
  }

  /** Arrows go from second to second, Home and End to the ends. */
  #move(event: KeyboardEvent): void {
    const plot = this.#plot;
    if (plot === undefined) return;
    const times = plot.data[0];
    const end = times.length - 1;
    const now = plot.cursor.idx ?? end;
    const target = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: end }[event.key];
    const time = target === undefined ? undefined : times[Math.min(end, Math.max(0, target))];
    if (time === undefined) return;
    event.preventDefault();
    plot.setCursor({ left: plot.valToPos(time, 'x'), top: 0 });
  }
}

function clock(second: number): string {
  return new Date(second * 1000).toLocaleTimeString(document.documentElement.lang, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
}

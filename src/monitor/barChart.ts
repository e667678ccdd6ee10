import uPlot from 'uplot';
import type { ThroughputView } from '../protocol/throughput.ts';
import { createElement } from './createElement.ts';
import { Palette } from './palette.ts';

const height = 220;
const barWidth = 0.6;
const widestBar = 90;

/** A bar for each number of instances, with its amount above it. */
export class BarChart {
  readonly element: HTMLElement;
  readonly #chart: ThroughputView['chart'];
  readonly #place: HTMLElement;
  #plot: uPlot | undefined;

  constructor(chart: ThroughputView['chart']) {
    this.#chart = chart;
    this.#place = createElement('div', {
      class: 'plot',
      attributes: { role: 'img', 'aria-label': chart.label },
    });
    this.element = createElement('figure', {
      class: 'chart',
      children: [createElement('figcaption', { text: chart.title }), this.#place],
    });
    new ResizeObserver(() => this.#resize()).observe(this.#place);
  }

  /** Draws anew, with the colours of the theme as they are now. */
  draw(): void {
    this.#plot?.destroy();
    const { points } = this.#chart;
    const data: uPlot.AlignedData = [
      points.map((_point, index) => index),
      points.map(({ perSecond }) => perSecond),
    ];
    this.#plot = new uPlot(this.#options(new Palette()), data, this.#place);
  }

  #resize(): void {
    const width = this.#place.clientWidth;
    if (width === 0) return;
    if (this.#plot === undefined) this.draw();
    else if (width !== this.#plot.width) this.#plot.setSize({ width, height });
  }

  #options(palette: Palette): uPlot.Options {
    const { points } = this.#chart;
    const { color } = palette.line(0, 1);
    const axis = { stroke: palette.foreground, font: palette.font, ticks: { show: false } };
    return {
      width: this.#place.clientWidth,
      height,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: [-0.5, points.length - 0.5] },
        y: { range: (_plot, _low, high) => [0, Math.max(1, (high ?? 0) * 1.15)] },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: 24,
          splits: points.map((_point, index) => index),
          values: points.map(({ instances }) => instances),
        },
        {
          ...axis,
          grid: { stroke: palette.grid, width: 1 },
          size: 64,
          values: (_plot, splits) =>
            splits.map((split) => split.toLocaleString(document.documentElement.lang)),
        },
      ],
      series: [
        {},
        {
          stroke: color,
          fill: color,
          points: { show: false },
          ...(uPlot.paths.bars === undefined
            ? {}
            : { paths: uPlot.paths.bars({ size: [barWidth, widestBar] }) }),
        },
      ],
      hooks: { draw: [(plot) => this.#writeAmounts(plot, palette)] },
    };
  }

  #writeAmounts(plot: uPlot, palette: Palette): void {
    const { ctx } = plot;
    const pixels = devicePixelRatio;
    ctx.save();
    ctx.fillStyle = palette.foreground;
    ctx.font = palette.font.replace(/^\d+/, (size) => String(Number(size) * pixels));
    ctx.textAlign = 'center';
    for (const [index, { perSecond, amount }] of this.#chart.points.entries()) {
      ctx.fillText(amount, plot.valToPos(index, 'x', true), plot.valToPos(perSecond, 'y', true) - 5 * pixels);
    }
    ctx.restore();
  }
}

import type { MonitorInstance, MonitorTexts } from '../protocol/monitor.ts';
import { filled, formatAmount } from './amounts.ts';
import { createElement, setText } from './createElement.ts';
import type { Palette } from './palette.ts';
import type { SecondSeries } from './secondSeries.ts';
import { measures } from './secondSeries.ts';

export interface TableOptions {
  readonly texts: MonitorTexts;
  readonly series: SecondSeries;
  readonly onToggle: (instance: string, on: boolean) => void;
  /** The instance that is pointed at or has the focus, null for none. */
  readonly onPoint: (instance: string | null) => void;
}

interface RowParts {
  readonly element: HTMLTableRowElement;
  readonly toggle: HTMLButtonElement;
  readonly swatch: SVGLineElement;
  readonly name: Element;
  readonly status: Element;
  readonly amounts: readonly Element[];
}

const svg = 'http://www.w3.org/2000/svg';

/** The legend of all charts: which line is whose, switched by a button, with the values of now or of a moment. */
export class InstanceTable {
  readonly element: HTMLElement;
  readonly #options: TableOptions;
  readonly #caption: HTMLElement;
  readonly #body = createElement('tbody');
  readonly #rows = new Map<string, RowParts>();
  #instances: readonly MonitorInstance[] = [];
  #second: number | null = null;

  constructor(options: TableOptions) {
    this.#options = options;
    const { texts } = options;
    const heads = [texts.instance, texts.status, ...measures.map((measure) => texts[measure])];
    this.#caption = createElement('caption', { text: `${texts.instances}: ${texts.now}` });
    const head = createElement('tr', {
      children: heads.map((text) => createElement('th', { text, attributes: { scope: 'col' } })),
    });
    const table = createElement('table', {
      children: [this.#caption, createElement('thead', { children: [head] }), this.#body],
    });
    this.element = createElement('div', { class: 'instances', children: [table] });
  }

  setInstances(instances: readonly MonitorInstance[], hidden: ReadonlySet<string>, palette: Palette): void {
    this.#instances = instances;
    const present = new Set(instances.map(({ key }) => key));
    for (const [key, { element }] of this.#rows) {
      if (present.has(key)) continue;
      element.remove();
      this.#rows.delete(key);
    }
    for (const [index, instance] of instances.entries()) {
      const row = this.#rows.get(instance.key) ?? this.#addRow(instance.key);
      if (this.#body.rows[index] !== row.element) {
        this.#body.insertBefore(row.element, this.#body.rows[index] ?? null);
      }
      this.#show(row, instance, !hidden.has(instance.key));
      const { color, dash } = palette.line(index, instances.length);
      row.swatch.style.stroke = color;
      row.swatch.setAttribute('stroke-dasharray', dash.join(' '));
    }
    this.update();
  }

  /** Shows the values of this second; null for the newest ones. */
  pointAt(second: number | null): void {
    if (second === this.#second) return;
    this.#second = second;
    this.update();
  }

  /** Shows the values as they are known now. */
  update(): void {
    const { series, texts } = this.#options;
    const second = this.#second ?? series.last;
    const when =
      this.#second === null
        ? texts.now
        : filled(texts.at, new Date(second * 1000).toLocaleTimeString(document.documentElement.lang));
    setText(this.#caption, `${texts.instances}: ${when}`);
    for (const { key } of this.#instances) {
      const row = this.#rows.get(key);
      for (const [index, measure] of measures.entries()) {
        const cell = row?.amounts[index];
        if (cell !== undefined) setText(cell, formatAmount(measure, series.value(key, measure, second)));
      }
    }
  }

  #show(row: RowParts, { name, status, tone }: MonitorInstance, isShown: boolean): void {
    setText(row.name, name);
    setText(row.status, status);
    row.status.className = `status ${tone}`;
    row.toggle.setAttribute('aria-pressed', String(isShown));
    row.toggle.setAttribute('aria-label', filled(this.#options.texts.showLine, name));
  }

  #addRow(key: string): RowParts {
    const line = document.createElementNS(svg, 'line');
    for (const [name, value] of Object.entries({ x1: '0', y1: '5', x2: '24', y2: '5' })) {
      line.setAttribute(name, value);
    }
    const swatch = document.createElementNS(svg, 'svg');
    swatch.setAttribute('viewBox', '0 0 24 10');
    swatch.setAttribute('aria-hidden', 'true');
    swatch.append(line);
    const name = createElement('span');
    const toggle = createElement('button', { class: 'toggle', attributes: { type: 'button' } });
    toggle.append(swatch, name);
    const status = createElement('td');
    const amounts = measures.map(() => createElement('td', { class: 'amount' }));
    const head = createElement('th', { attributes: { scope: 'row' }, children: [toggle] });
    const element = createElement('tr', { children: [head, status, ...amounts] });
    const { onToggle, onPoint } = this.#options;
    toggle.addEventListener('click', () => {
      const isShown = toggle.getAttribute('aria-pressed') !== 'true';
      toggle.setAttribute('aria-pressed', String(isShown));
      onToggle(key, isShown);
    });
    for (const event of ['mouseenter', 'focusin']) element.addEventListener(event, () => onPoint(key));
    for (const event of ['mouseleave', 'focusout']) element.addEventListener(event, () => onPoint(null));
    const row: RowParts = { element, toggle, swatch: line, name, status, amounts };
    this.#rows.set(key, row);
    return row;
  }
}

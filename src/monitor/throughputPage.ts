import type { ThroughputTable, ThroughputView } from '../protocol/throughput.ts';
import { BarChart } from './barChart.ts';
import { createElement } from './createElement.ts';
import { onThemeChange } from './palette.ts';

/** A measurement as a chart, and all of it as tables. */
export class ThroughputPage {
  readonly element: HTMLElement;

  constructor({ title, description, notices, chart, tables, copy }: ThroughputView, onCopy: () => void) {
    const bars = new BarChart(chart);
    onThemeChange(() => bars.draw());
    const button = createElement('button', { text: copy, attributes: { type: 'button' } });
    button.addEventListener('click', onCopy);
    this.element = createElement('main', {
      class: 'throughput',
      children: [
        createElement('header', { children: [createElement('h1', { text: title }), button] }),
        createElement('p', { class: 'description', text: description }),
        ...notices.map((text) => createElement('p', { class: 'notice', text, attributes: { role: 'note' } })),
        bars.element,
        ...tables.map((table) => tableElement(table)),
      ],
    });
  }
}

function tableElement({ title, columns, rows }: ThroughputTable): HTMLElement {
  const head = columns.map((text) => createElement('th', { text, attributes: { scope: 'col' } }));
  const body = rows.map(([name = '', ...cells]) =>
    createElement('tr', {
      children: [
        createElement('th', { text: name, attributes: { scope: 'row' } }),
        ...cells.map((text) => createElement('td', { text })),
      ],
    }),
  );
  const table = createElement('table', {
    children: [
      createElement('caption', { text: title }),
      createElement('thead', { children: [createElement('tr', { children: head })] }),
      createElement('tbody', { children: body }),
    ],
  });
  // A narrow window scrolls it, also by the keyboard.
  const attributes = { tabindex: '0', role: 'region', 'aria-label': title };
  return createElement('div', { class: 'figures amount', attributes, children: [table] });
}

import type { MonitorLine, MonitorTexts } from '../protocol/monitor.ts';
import { filled } from './amounts.ts';
import { createElement, setText } from './createElement.ts';
import { LogBuffer, levelOf, shownLines } from './logBuffer.ts';

/** This near to its end the list follows what comes, in pixels. */
const endPx = 30;

/** The newest lines of all instances. */
export class LogList {
  readonly element: HTMLElement;
  readonly #texts: MonitorTexts;
  readonly #buffer = new LogBuffer();
  readonly #list = createElement('div', {
    class: 'lines',
    attributes: { role: 'log', tabindex: '0', 'aria-live': 'off' },
  });
  readonly #empty: HTMLElement;
  readonly #pause: HTMLButtonElement;
  #isPaused = false;

  constructor(texts: MonitorTexts) {
    this.#texts = texts;
    this.#pause = createElement('button', { text: texts.pause, attributes: { type: 'button' } });
    const clear = createElement('button', { text: texts.clear, attributes: { type: 'button' } });
    this.#empty = createElement('p', { class: 'empty', text: texts.noLogs });
    this.#list.setAttribute('aria-label', texts.logs);
    this.#list.hidden = true;
    this.element = createElement('section', {
      class: 'pane',
      children: [
        createElement('div', {
          class: 'bar',
          children: [createElement('h2', { text: texts.logs }), this.#pause, clear],
        }),
        this.#list,
        this.#empty,
      ],
    });
    this.#pause.addEventListener('click', () => {
      this.#isPaused = !this.#isPaused;
      setText(this.#pause, this.#isPaused ? texts.resume : texts.pause);
      if (!this.#isPaused) this.#flush();
    });
    clear.addEventListener('click', () => {
      this.#list.replaceChildren();
      this.#showEmpty();
    });
  }

  add(lines: readonly MonitorLine[], skipped: number): void {
    this.#buffer.add(lines, skipped);
    if (!this.#isPaused) this.#flush();
  }

  #flush(): void {
    const { lines, skipped } = this.#buffer.take();
    const list = this.#list;
    const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < endPx;
    if (skipped > 0) {
      const text = filled(this.#texts.skipped, skipped.toLocaleString(document.documentElement.lang));
      list.append(createElement('div', { class: 'line note', text }));
    }
    list.append(...lines.map(lineElement));
    while (list.childElementCount > shownLines) list.firstElementChild?.remove();
    this.#showEmpty();
    if (isAtEnd) list.scrollTop = list.scrollHeight;
  }

  #showEmpty(): void {
    this.#list.hidden = this.#list.childElementCount === 0;
    this.#empty.hidden = !this.#list.hidden;
  }
}

function lineElement(line: MonitorLine): HTMLElement {
  return createElement('div', {
    class: `line ${levelOf(line)} ${line.stream}`,
    children: [
      createElement('time', { text: new Date(line.at).toLocaleTimeString(document.documentElement.lang) }),
      createElement('span', { class: 'who', text: line.name }),
      createElement('span', { class: 'text', text: line.text }),
    ],
  });
}

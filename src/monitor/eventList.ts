import type { MonitorEvent, MonitorTexts } from '../protocol/monitor.ts';
import { createElement } from './createElement.ts';
import type { EventKind } from './eventLog.ts';
import { EventLog } from './eventLog.ts';

/** So many of the newest events that fit are shown. */
const shownEvents = 200;
/** Those that a screen reader tells at once. */
const told = new Set(['errored', 'reload-failed']);

/** What has happened to the instances, newest first. */
export class EventList {
  readonly element: HTMLElement;
  readonly #log = new EventLog();
  readonly #openedAt = Date.now();
  readonly #list = createElement('ol', { class: 'events', attributes: { tabindex: '0' } });
  readonly #kind: HTMLSelectElement;
  readonly #filter: HTMLInputElement;
  readonly #empty: HTMLElement;
  readonly #announce: (sentence: string) => void;

  /** `announce` gives a sentence to a screen reader. */
  constructor(texts: MonitorTexts, announce: (sentence: string) => void) {
    this.#announce = announce;
    this.#kind = createElement('select', {
      attributes: { 'aria-label': texts.events },
      children: [
        ['all', texts.allEvents],
        ['restarts', texts.restartEvents],
        ['failures', texts.failureEvents],
      ].map(([value = '', text = '']) => createElement('option', { text, attributes: { value } })),
    });
    this.#filter = createElement('input', {
      attributes: { type: 'search', placeholder: texts.filterEvents, 'aria-label': texts.filterEvents },
    });
    this.#empty = createElement('p', { class: 'empty', text: texts.noEvents });
    this.#list.setAttribute('aria-label', texts.events);
    this.element = createElement('section', {
      class: 'pane',
      children: [
        createElement('div', {
          class: 'bar',
          children: [createElement('h2', { text: texts.events }), this.#kind, this.#filter],
        }),
        this.#list,
        this.#empty,
      ],
    });
    this.#kind.addEventListener('change', () => this.#show());
    this.#filter.addEventListener('input', () => this.#show());
    this.#show();
  }

  add(events: readonly MonitorEvent[]): void {
    if (!this.#log.add(events)) return;
    this.#show();
    for (const { at, name, event } of events) {
      if (at > this.#openedAt && told.has(event)) this.#announce(`${name}: ${event}`);
    }
  }

  #show(): void {
    const fitting = this.#log.filtered({ kind: this.#kind.value as EventKind, text: this.#filter.value });
    this.#list.replaceChildren(...fitting.slice(0, shownEvents).map(eventItem));
    this.#list.hidden = fitting.length === 0;
    this.#empty.hidden = fitting.length > 0;
  }
}

function eventItem({ at, name, event, pid, text }: MonitorEvent): HTMLElement {
  const time = new Date(at);
  return createElement('li', {
    class: `event ${event}`,
    children: [
      createElement('time', {
        text: time.toLocaleTimeString(document.documentElement.lang),
        attributes: { datetime: time.toISOString() },
      }),
      createElement('strong', { text: name }),
      createElement('span', { class: 'what', text: event }),
      createElement('span', {
        class: 'text',
        text: [text, pid === null ? '' : `pid ${pid}`].filter(Boolean).join(' · '),
      }),
    ],
  });
}

import type { MonitorApp, MonitorInstance, MonitorTexts, MonitorVerb } from '../protocol/monitor.ts';
import { filled, formatAmount } from './amounts.ts';
import { createElement, setText } from './createElement.ts';
import type { Measure, SecondSeries } from './secondSeries.ts';

const verbs: readonly MonitorVerb[] = ['start', 'stop', 'restart', 'reload', 'scale'];

interface Card {
  readonly element: HTMLElement;
  readonly name: Element;
  readonly status: Element;
  readonly online: Element;
  readonly totals: Readonly<Record<'cpu' | 'memory' | 'restarts', Element>>;
  readonly buttons: Readonly<Record<MonitorVerb, HTMLButtonElement>>;
}

/** A summary of each app, with what can be done with it. */
export class AppCards {
  readonly element = createElement('ul', { class: 'cards' });
  readonly #texts: MonitorTexts;
  readonly #series: SecondSeries;
  readonly #act: (verb: MonitorVerb, app: string) => void;
  readonly #cards = new Map<string, Card>();
  #instances: readonly MonitorInstance[] = [];

  constructor(texts: MonitorTexts, series: SecondSeries, act: (verb: MonitorVerb, app: string) => void) {
    this.#texts = texts;
    this.element.setAttribute('aria-label', texts.apps);
    this.#series = series;
    this.#act = act;
  }

  setApps(apps: readonly MonitorApp[], instances: readonly MonitorInstance[]): void {
    this.#instances = instances;
    const present = new Set(apps.map(({ key }) => key));
    for (const [key, { element }] of this.#cards) {
      if (present.has(key)) continue;
      element.remove();
      this.#cards.delete(key);
    }
    for (const [index, app] of apps.entries()) {
      const card = this.#cards.get(app.key) ?? this.#addCard(app);
      const at = this.element.children[index];
      if (at !== card.element) this.element.insertBefore(card.element, at ?? null);
      setText(card.name, app.folder === null ? app.name : `${app.name} (${app.folder})`);
      setText(card.status, app.status);
      card.status.className = `status ${app.tone}`;
      setText(card.online, filled(this.#texts.online, app.online, app.instances));
      for (const verb of verbs) card.buttons[verb].disabled = !app.verbs.includes(verb);
    }
    this.update();
  }

  /** Shows the totals as they are now. */
  update(): void {
    for (const [key, { totals }] of this.#cards) {
      const own = this.#instances.filter(({ app }) => app === key);
      setText(totals.cpu, formatAmount('cpu', this.#total(own, 'cpu')));
      setText(totals.memory, formatAmount('memory', this.#total(own, 'memory')));
      setText(totals.restarts, String(own.reduce((sum, { restarts }) => sum + restarts, 0)));
    }
  }

  /** NaN when none is known. */
  #total(instances: readonly MonitorInstance[], measure: Measure): number {
    const values = instances
      .map(({ key }) => this.#series.value(key, measure, this.#series.last))
      .filter((value) => !Number.isNaN(value));
    return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0);
  }

  #addCard(app: MonitorApp): Card {
    const texts = this.#texts;
    const name = createElement('h2');
    const status = createElement('span');
    const online = createElement('span');
    const total = (label: string): { readonly item: HTMLElement; readonly value: HTMLElement } => {
      const value = createElement('dd');
      return {
        item: createElement('div', { children: [createElement('dt', { text: label }), value] }),
        value,
      };
    };
    const cpu = total(texts.cpu);
    const memory = total(texts.memory);
    const restarts = total(texts.restarts);
    const buttons = Object.fromEntries(verbs.map((verb) => [verb, this.#button(verb, app)])) as Record<
      MonitorVerb,
      HTMLButtonElement
    >;
    const element = createElement('li', {
      class: 'card',
      attributes: { 'data-app': app.name },
      children: [
        createElement('div', { class: 'head', children: [name, status, online] }),
        createElement('dl', { children: [cpu.item, memory.item, restarts.item] }),
        createElement('div', { class: 'actions', children: Object.values(buttons) }),
      ],
    });
    const totals = { cpu: cpu.value, memory: memory.value, restarts: restarts.value };
    const card: Card = { element, name, status, online, totals, buttons };
    this.#cards.set(app.key, card);
    return card;
  }

  #button(verb: MonitorVerb, { key, name }: MonitorApp): HTMLButtonElement {
    const label = filled(this.#texts[`${verb}App`], name);
    const button = createElement('button', {
      text: this.#texts[verb],
      attributes: { type: 'button', 'aria-label': label, title: label },
    });
    button.addEventListener('click', () => this.#act(verb, key));
    return button;
  }
}

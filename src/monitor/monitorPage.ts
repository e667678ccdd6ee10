import type {
  MonitorInstance,
  MonitorSelection,
  MonitorState,
  MonitorTexts,
  ToMonitor,
} from '../protocol/monitor.ts';
import { AppCards } from './appCards.ts';
import { filled } from './amounts.ts';
import { createElement, setText } from './createElement.ts';
import { EventList } from './eventList.ts';
import { InstanceTable } from './instanceTable.ts';
import { LogList } from './logList.ts';
import { onThemeChange, Palette } from './palette.ts';
import { measures, SecondSeries, timeSpan } from './secondSeries.ts';
import { TimeChart } from './timeChart.ts';
import type { VsCodeApi } from './vscodeApi.ts';

const windows = [1, 5, 15] as const;

/** Everything on the page, as the messages of the extension have it. */
export class MonitorPage {
  readonly element: HTMLElement;
  readonly #vscode: VsCodeApi;
  readonly #series = new SecondSeries();
  readonly #charts: readonly TimeChart[];
  readonly #table: InstanceTable;
  readonly #cards: AppCards;
  readonly #events: EventList;
  readonly #logs: LogList;
  readonly #notice = createElement('p', { class: 'notice', attributes: { role: 'status' } });
  readonly #spoken = createElement('p', { class: 'spoken', attributes: { 'aria-live': 'polite' } });
  #palette = new Palette();
  #instances: readonly MonitorInstance[] = [];
  #state: MonitorState;
  #drawing: number | undefined;
  /** The time of the last point that charts have. */
  #drawnTo: number | undefined;

  constructor(texts: MonitorTexts, selection: MonitorSelection, vscode: VsCodeApi) {
    this.#vscode = vscode;
    this.#state = { minutes: 5, hidden: [], ...vscode.getState(), selection };
    this.#charts = measures.map(
      (measure) =>
        new TimeChart({
          measure,
          title: texts[measure],
          label: texts.chartLabel,
          keys: texts.chartKeys,
          series: this.#series,
          onPoint: (second) => this.#table.pointAt(second),
        }),
    );
    this.#table = new InstanceTable({
      texts,
      series: this.#series,
      onToggle: (instance, on) => this.#toggle(instance, on),
      onPoint: (instance) => this.#charts.forEach((chart) => chart.emphasise(instance)),
    });
    this.#cards = new AppCards(texts, this.#series, (verb, app) =>
      vscode.postMessage({ type: 'act', verb, app }),
    );
    this.#events = new EventList(texts, (sentence) => setText(this.#spoken, sentence));
    this.#logs = new LogList(texts);
    this.element = createElement('main', {
      children: [
        createElement('header', {
          children: [createElement('h1', { text: texts.title }), this.#windowSelect(texts)],
        }),
        this.#notice,
        this.#cards.element,
        createElement('div', { class: 'charts', children: this.#charts.map(({ element }) => element) }),
        this.#table.element,
        createElement('div', { class: 'panes', children: [this.#events.element, this.#logs.element] }),
        this.#spoken,
      ],
    });
    onThemeChange(() => {
      this.#palette = new Palette();
      this.#setLines();
    });
    vscode.setState(this.#state);
  }

  take(message: ToMonitor): void {
    switch (message.type) {
      case 'view':
        this.#notice.hidden = message.notice === null;
        setText(this.#notice, message.notice ?? '');
        this.element.classList.toggle('blank', message.apps.length === 0);
        this.#cards.setApps(message.apps, message.instances);
        return this.#setInstances(message.instances);
      case 'samples':
        for (const sample of message.samples) this.#series.add(sample);
        this.#table.update();
        this.#cards.update();
        return this.#drawNext();
      case 'events':
        return this.#events.add(message.events);
      case 'lines':
        return this.#logs.add(message.lines, message.skipped);
    }
  }

  #setInstances(instances: readonly MonitorInstance[]): void {
    const isOther = instances.map(({ key }) => key).join() !== this.#instances.map(({ key }) => key).join();
    this.#instances = instances;
    this.#series.keep(new Set(instances.map(({ key }) => key)));
    if (isOther) this.#setLines();
    else this.#table.setInstances(instances, new Set(this.#state.hidden), this.#palette);
  }

  #setLines(): void {
    const hidden = new Set(this.#state.hidden);
    const instances = this.#instances.map(({ key }) => key);
    this.#table.setInstances(this.#instances, hidden, this.#palette);
    for (const chart of this.#charts) chart.setLines({ instances, hidden, palette: this.#palette });
    this.#draw();
  }

  #toggle(instance: string, on: boolean): void {
    const others = this.#state.hidden.filter((key) => key !== instance);
    this.#keep({ hidden: on ? others : [...others, instance] });
    for (const chart of this.#charts) {
      chart.show(instance, on);
      // Its button has the focus. One that is off must not leave the others pale.
      chart.emphasise(instance);
    }
  }

  #keep(changes: Partial<MonitorState>): void {
    this.#state = { ...this.#state, ...changes };
    this.#vscode.setState(this.#state);
  }

  /** Draws when there is another point to draw. */
  #drawNext(): void {
    const span = timeSpan(this.#series.last, this.#state.minutes * 60);
    if (span.times.at(-1) !== this.#drawnTo) this.#draw();
  }

  /** One chart a frame, so that no frame takes long. */
  #draw(): void {
    if (this.#drawing !== undefined) cancelAnimationFrame(this.#drawing);
    const waiting = [...this.#charts];
    const { last } = this.#series;
    const seconds = this.#state.minutes * 60;
    const next = (): void => {
      const chart = waiting.shift();
      this.#drawing = chart === undefined ? undefined : requestAnimationFrame(next);
      chart?.draw(last, seconds);
    };
    this.#drawnTo = timeSpan(last, seconds).times.at(-1);
    if (last > 0) this.#drawing = requestAnimationFrame(next);
  }

  #windowSelect(texts: MonitorTexts): HTMLElement {
    const select = createElement('select', {
      attributes: { id: 'window' },
      children: windows.map((minutes) =>
        createElement('option', {
          text: minutes === 1 ? texts.oneMinute : filled(texts.minutes, minutes),
          attributes: { value: String(minutes) },
        }),
      ),
    });
    select.value = String(this.#state.minutes);
    select.addEventListener('change', () => {
      this.#keep({ minutes: Number(select.value) });
      this.#draw();
    });
    const label = createElement('label', { text: texts.timeWindow, attributes: { for: 'window' } });
    return createElement('div', { class: 'window', children: [label, select] });
  }
}

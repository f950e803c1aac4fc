"use strict";

const isDark = () => matchMedia("(prefers-color-scheme: dark)").matches;
const styleOf = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** A color that a line can have on this page: mixed with white or black until it stands out from the paper (contrast 3, WCAG 1.4.11). */
function readable(hex) {
  const luminance = color => color.map(c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const paper = luminance(rgb(styleOf("--paper"))), target = isDark() ? [255, 255, 255] : [0, 0, 0];
  let color = rgb(hex);
  const contrast = () => { const own = luminance(color); return (Math.max(own, paper) + 0.05) / (Math.min(own, paper) + 0.05); };
  for (let i = 0; i < 20 && contrast() < 3; i++) color = mixed(color, target, 0.12);
  return "#" + color.map(c => c.toString(16).padStart(2, "0")).join("");
}

/** Colors for what has none of its own: those of the pictures. */
const LineColors = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#332288", "#AA4499", "#225555", "#999933", "#EE6677", "#88CCEE"];
const Dashes = [[], [7, 3], [2, 3], [9, 3, 2, 3]];
const dashOf = s => Dashes[(s.dash || 0) % Dashes.length];

/** A line as the background of a swatch. */
function lineOf(color, dash) {
  if (dash.length === 0) return color;
  let end = 0;
  const stops = dash.map((length, i) => `${i % 2 ? "transparent" : color} ${end}px ${end += length}px`);
  return `repeating-linear-gradient(to right, ${stops.join(", ")})`;
}

/** Curves over days that one can hover, zoom and walk along with the arrow keys; a legend of buttons below shows values and hides curves. */
class Curves {
  /** @param host takes the chart, @param legend takes the buttons, @param said takes the values for screen readers */
  constructor(host, legend, said) {
    Object.assign(this, { host, legend, said, series: [], days: [], log: false, unit: "", choices: new Map(), day: document.createElement("li") });
    this.day.className = "day value";
    host.tabIndex = 0;
    host.setAttribute("role", "application");
    host.addEventListener("keydown", event => this.#key(event));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { this.#legend(); this.#build(); });
    new ResizeObserver(() => this.chart?.setSize(this.#size())).observe(host);
  }

  /** Shows the curves of a table; what the user hid or showed stays so, and days that were zoomed to stay while the table does. Of each: label, color, dash (a number), values, shown, stepped, spans (days without a value are crossed), and band ({ low, high }) where there is one. */
  show(table, days, series, unit) {
    if (table !== this.table) this.zoomed = undefined;
    Object.assign(this, { table, days, series, unit });
    for (const s of series) s.shown = this.choices.get(this.#nameOf(s)) ?? s.shown;
    this.#label();
    this.#legend();
    this.#build();
  }

  /** Draws what was appended to the days and values. */
  update() {
    this.chart?.setData(this.#data(), this.zoomed === undefined);
    if (this.chart?.cursor.idx == null) this.#values(this.days.length - 1);
  }

  all() {
    this.zoomed = undefined;
    this.chart?.setScale("x", { min: this.days[0], max: this.days.at(-1) });
  }

  #nameOf(s) { return JSON.stringify([this.table, s.column ?? s.label]); }

  #label() {
    this.host.setAttribute("aria-label", `Curves over days: ${this.series.filter(s => s.shown).map(s => s.label).join(", ")}. Arrow keys move along, plus and minus zoom, 0 shows all days.`);
  }

  #size() { return { width: Math.max(240, this.host.clientWidth), height: Math.round(Math.min(420, Math.max(260, this.host.clientWidth * 0.42))) }; }

  #data() {
    const plain = values => this.log ? values.map(value => value > 0 ? value : null) : values.map(value => Number.isFinite(value) ? value : null);
    return [this.days, ...this.series.map(s => plain(s.values)), ...this.series.filter(s => s.band).flatMap(s => [plain(s.band.high), plain(s.band.low)])];
  }

  #build() {
    const zoom = this.zoomed && this.chart && { min: this.chart.scales.x.min, max: this.chart.scales.x.max };
    this.chart?.destroy();
    this.chart = undefined;
    this.zoomed = zoom && this.days.length > 0 ? true : undefined;
    if (this.days.length === 0) return;
    const ink = styleOf("--faint"), grid = { stroke: styleOf("--line"), width: 1 }, font = "12px system-ui, sans-serif";
    const axis = { stroke: ink, grid, ticks: grid, font, labelFont: font };
    const banded = this.series.filter(s => s.band);
    const paths = s => s.stepped ? uPlot.paths.stepped({ align: 1 }) : undefined;
    const edge = s => ({ paths: paths(s), label: s.label, stroke: "transparent", width: 0, spanGaps: Boolean(s.spans), show: s.shown, points: { show: false } });
    this.chart = new uPlot({
      ...this.#size(),
      legend: { show: false },
      cursor: { drag: { x: true, y: false }, points: { size: 7 } },
      scales: { x: { time: false }, y: this.log ? { distr: 3 } : { range: (_, low, high) => [low < 0 ? low * 1.05 : 0, high > 0 ? high * 1.05 : low < 0 ? 0 : 1] } },
      axes: [{ ...axis, label: "days", labelSize: 22, size: 34 }, { ...axis, label: this.unit, labelSize: 22, size: 58, values: (_, ticks) => ticks.map(tick => tick == null ? "" : short(tick)) }],
      series: [{}, ...this.series.map(s => ({ label: s.label, paths: paths(s), stroke: readable(s.color), width: s.dash ? 1.6 : 2.2, dash: dashOf(s), spanGaps: Boolean(s.spans), show: s.shown, points: { show: false } })),
        ...banded.flatMap(s => [edge(s), edge(s)])],
      bands: banded.map((s, b) => ({ series: [this.series.length + 1 + 2 * b, this.series.length + 2 + 2 * b], fill: readable(s.color) + "33" })),
      hooks: {
        setCursor: [chart => this.#values(chart.cursor.idx ?? this.days.length - 1)],
        setSelect: [chart => { if (chart.select.width > 0) this.zoomed = true; }],
      },
    }, this.#data(), this.host);
    this.chart.over.addEventListener("dblclick", () => { this.zoomed = undefined; });
    if (zoom) this.chart.setScale("x", zoom);
    this.#values(this.days.length - 1);
  }

  #legend() {
    this.day.textContent = "";
    this.legend.replaceChildren(this.day, ...this.series.map((s, index) => {
      const item = document.createElement("li"), button = document.createElement("button"), swatch = document.createElement("span");
      button.type = "button";
      swatch.className = "swatch line";
      swatch.style.background = lineOf(readable(s.color), dashOf(s));
      s.shownValue = document.createElement("span");
      s.shownValue.className = "value";
      button.append(swatch, s.label, s.shownValue);
      button.setAttribute("aria-pressed", String(s.shown));
      button.addEventListener("click", () => {
        s.shown = !s.shown;
        this.choices.set(this.#nameOf(s), s.shown);
        button.setAttribute("aria-pressed", String(s.shown));
        this.#label();
        if (s.band) this.#build(); else this.chart?.setSeries(index + 1, { show: s.shown });
      });
      item.append(button);
      return item;
    }));
  }

  #values(index) {
    if (index < 0) return;
    for (const s of this.series) s.shownValue.textContent = short(s.values[index]);
    this.day.textContent = `day ${short(this.days[index])}`;
    this.host.dataset.day = this.days[index];
  }

  #key(event) {
    if (!this.chart || event.ctrlKey || event.metaKey || event.altKey) return;
    const { min, max } = this.chart.scales.x, at = this.chart.cursor.idx ?? this.days.length - 1;
    const go = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: this.days.length - 1 }[event.key];
    if (go !== undefined) {
      const index = Math.max(0, Math.min(this.days.length - 1, go));
      this.chart.setCursor({ left: this.chart.valToPos(this.days[index], "x"), top: 10 });
      this.said.textContent = `Day ${short(this.days[index])}: ${this.series.filter(s => s.shown).map(s => `${s.label} ${short(s.values[index])}`).join(", ")}`;
    } else if (event.key === "+" || event.key === "-") {
      const [first, last] = [this.days[0], this.days.at(-1)], span = (max - min) * (event.key === "+" ? 0.5 : 2), from = Math.max(first, Math.min(last - span, this.days[at] - span / 2));
      if (span >= last - first) this.all();
      else {
        this.zoomed = true;
        this.chart.setScale("x", { min: from, max: from + span });
      }
    } else if (event.key === "0") this.all();
    else return;
    event.preventDefault();
  }
}

/** The curves of a table: a type's states in its color, dashed; whatever is 0 throughout is left out at first. */
function seriesOf(table, columns, profiles) {
  const byName = new Map(profiles.map(profile => [`${profile.type}.${profile.state}`, profile]));
  const firstOf = new Map(profiles.toReversed().map(profile => [profile.type, profile]));
  let next = 0;
  return columns.map((column, index) => {
    const profile = table === "populations" ? byName.get(column) ?? firstOf.get(column) : undefined;
    const state = table === "populations" && column.includes(".");
    const values = [];
    return { label: table === "populations" ? column.replace(".", ", ") : column, column, index, color: profile?.color ?? LineColors[next++ % LineColors.length],
      dash: state ? 1 + profiles.filter(p => p.type === profile.type).indexOf(profile) % 3 : 0, values, shown: true };
  });
}

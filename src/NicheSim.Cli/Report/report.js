"use strict";
// The report: curves and maps from the numbers that stand in the page.

const $ = id => document.getElementById(id);
const data = JSON.parse($("data").textContent);

// ---- curves

let curves;

const hasChanged = values => Math.max(...values) - Math.min(...values) > Math.max(1, 0.1 * values[0]);

/** What a table shows at first: the cells whose number changed, the means of fields, one readout. */
function seriesIn(table) {
  if (table.series) return table.series.map((s, i) => ({ label: s.label, color: s.color, dash: i % 4, values: s.values.map(Number), band: { low: s.low.map(Number), high: s.high.map(Number) }, stepped: table.stepped, spans: s.spans, shown: true }));
  const series = seriesOf(table.name, table.columns, data.profiles);
  series.forEach((s, i) => { Object.assign(s, { values: table.values[i].map(Number), label: table.units?.[i] ? `${s.label} (${table.units[i]})` : s.label }); });
  for (const s of series) {
    const several = data.profiles.filter(p => p.type === s.column.split(".")[0]).length > 1;
    if (table.name === "populations") s.shown = hasChanged(s.values) && (several || !s.column.includes("."));
    if (table.name === "fields") s.shown = s.column.endsWith(".mean");
    if (table.name === "readouts" || table.name === "bone") s.shown = s === series[0];
    if (table.name === "events") s.shown = s.column.includes(".become:") || series.length < 6;
  }
  if (!series.some(s => s.shown)) for (const s of series) s.shown = true;
  return table.name === "populations" ? series.filter(s => s.values.some(value => value > 0)) : series;
}

function showTable() {
  const table = data.tables.find(t => t.name === $("table").value), series = seriesIn(table);
  curves.log = $("log").checked;
  curves.show(table.name, table.days, series, table.unit);
  const row = (tag, cells) => { const tr = document.createElement("tr"); tr.append(...cells.map((cell, i) => Object.assign(document.createElement(tag), { textContent: cell, className: i ? "number" : "" }))); return tr; };
  const step = Math.max(1, Math.ceil(table.days.length / 60)), rows = table.days.map((day, i) => i).filter(i => i % step === 0 || i === table.days.length - 1);
  const caption = Object.assign(document.createElement("caption"), { textContent: table.unit });
  // Events are counts since the row shown before: none is lost between two rows.
  const valueAt = (values, k) => table.name === "events" && !table.series ? values.slice(k ? rows[k - 1] + 1 : 0, rows[k] + 1).reduce((sum, value) => sum + value, 0) : values[rows[k]];
  $("numbers-table").replaceChildren(...table.unit ? [caption] : [], row("th", ["day", ...series.map(s => s.label)]),
    ...rows.map((i, k) => row("td", [short(table.days[i]), ...series.map(s => short(valueAt(s.values, k)))])));
}

if ($("curves")) {
  curves = new Curves($("curves"), $("curves-legend"), $("curves-said"));
  $("table").append(...data.tables.filter(table => (table.series ?? table.columns).length > 0).map(table => new Option(table.name, table.name)));
  $("table").addEventListener("change", showTable);
  $("log").addEventListener("change", showTable);
  $("all-days").addEventListener("click", () => curves.all());
  showTable();
}

// ---- maps

const unpacked = new Map();

/** Bytes from base64 and deflate; kept for the next look. */
function unpack(text) {
  if (!unpacked.has(text)) {
    if (unpacked.size > 400) unpacked.clear();
    const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
    unpacked.set(text, new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).arrayBuffer());
  }
  return unpacked.get(text);
}

/** Levels from their differences: each from its left neighbor, the first of a row from the one below. */
function levelsIn(differences, width) {
  // A copy: the differences are kept for the next look.
  const levels = new Uint8Array(differences.slice(0));
  for (let i = 1; i < levels.length; i++) levels[i] += i % width ? levels[i - 1] : levels[i - width];
  return levels;
}

if (data.maps) showMaps(data.maps);

function showMaps(maps) {
  const look = { hidden: new Set(), hideBone: false, scale: [1, 1] }, reader = new MapReader($("map"), $("under"), $("map-said"), { map: () => map, tell, paint });
  let map, plane, shown, turn = 0, timer;

  /** One frame as the map takes it. */
  async function planeAt(frame, p, field) {
    const { width, height, bin } = maps.planes[p], packed = maps.frames[frame][p], size = width * height;
    const tissue = await unpack(packed.cells);
    const result = { cells: new Uint16Array(tissue, 0, size), guests: new Uint16Array(tissue, 2 * size, size), bone: new Uint8Array(tissue, 4 * size, size), bin };
    if (field >= 0) {
      const { low, high, levels } = packed.fields[field];
      Object.assign(result, { low, high, levels: levelsIn(await unpack(levels), Math.ceil(width / bin)) });
    }
    return result;
  }

  const nameOfFrame = frame => maps.labels ? maps.labels[frame] : `day ${short(maps.days[frame])}`;

  async function draw() {
    const own = ++turn, frame = Number($("day").value), p = Number($("plane").value), field = Number($("field").value);
    const next = await planeAt(frame, p, field);
    if (own !== turn) return;
    if (p !== plane) {
      plane = p;
      map = new NicheMap($("map"), maps.planes[p].width, maps.planes[p].height, data.profiles);
    }
    if (field >= 0) {
      const all = maps.frames.map(planes => planes[p].fields[field]).filter(f => f.high > 0);
      look.scale = all.length ? [Math.max(Math.min(...all.map(f => f.low)), Math.max(...all.map(f => f.high)) / 1e4), Math.max(...all.map(f => f.high))] : [1, 1];
      fieldScale($("scale"), maps.fields[field], all.length ? look.scale : [0, 0]);
    } else $("scale").replaceChildren();
    shown = next;
    paint();
    reader.renew();
    const counts = new Array(data.profiles.length).fill(0);
    for (const codes of [shown.cells, shown.guests]) for (const code of codes) if (code) counts[code - 1]++;
    values.forEach((value, i) => { if (value) value.textContent = counts[i]; });
    $("along").hidden = !maps.planes[p].isAlong;
    $("day-name").textContent = nameOfFrame(frame);
    if (!maps.labels) $("day").setAttribute("aria-valuetext", nameOfFrame(frame));
    $("map").dataset.frame = frame;
    $("map").setAttribute("aria-label", `Map of the niche, ${nameOfFrame(frame)}: ${data.profiles.map((profile, i) => `${counts[i]} ${nameOf(profile)}`).join(", ")}. Arrow keys read it.`);
  }

  function paint() {
    map.draw(shown, look);
    reader.outline();
  }

  function tell(at) {
    const { axes, at: layer } = maps.planes[plane];
    return map.tell(shown, at, { voxelUm: data.voxelUm, fieldName: maps.fields[Number($("field").value)], axes, layer: maps.planes.length > 1 && layer >= 0 ? layer : undefined });
  }

  function play() {
    if (timer) {
      clearInterval(timer);
      timer = undefined;
      $("play").textContent = "Play";
      return;
    }
    if (Number($("day").value) === maps.days.length - 1) {
      $("day").value = 0;
      draw();
    }
    $("play").textContent = "Pause";
    timer = setInterval(() => {
      $("day").value = Number($("day").value) + 1;
      draw();
      if (Number($("day").value) === maps.days.length - 1) play();
    }, 150);
  }

  const populations = data.tables.find(table => table.name === "populations");
  const isThere = ({ type, state }, p) => maps.there ? maps.there[p] : !populations || (populations.values[populations.columns.indexOf(state ? `${type}.${state}` : type)] ?? [1]).some(value => value > 0);
  const values = mapLegend($("types"), data.profiles, look, draw, isThere);
  if (maps.labels) $("day").append(...maps.labels.map((label, i) => new Option(label.split(",")[0], i)));
  else {
    $("day").max = maps.days.length - 1;
    $("day").value = maps.days.length - 1;
    $("play").addEventListener("click", play);
  }
  $("plane").append(...maps.planes.map((p, i) => new Option(p.name, i)));
  $("plane-label").hidden = maps.planes.length === 1;
  $("field").append(...maps.fields.map((name, i) => new Option(name, i)));
  $("field-label").hidden = maps.fields.length === 0;
  for (const id of ["day", "plane", "field"]) $(id).addEventListener("input", draw);
  draw();
}

// What is folded is printed too.
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach(details => { details.open = true; }));

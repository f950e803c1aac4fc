"use strict";
// The live page: takes frames and messages from the program on this machine, and sends it what the user asks for.

const $ = id => document.getElementById(id);
const address = new URL("socket", location.href);
address.protocol = "ws:";
const socket = new WebSocket(address);
socket.binaryType = "arraybuffer";
const ask = request => { if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(request)); };

let hello, map, curves, counts, frame, waiting = 0, isScheduled = false, curvesAreDue = false, wordsAreDue = false, chosen, spent = 0, sliceSize, tableAt, ruleBox;
const look = { hidden: new Set(), hideBone: false, scale: [1e-3, 1] };
const rows = { days: [], tables: [] };
const work = new Float64Array(240), seen = new Float64Array(240);
let drawn = 0, renewed = 0;

/** Does something and adds its time to the frame's, with what it leaves to be done at once (curves draw themselves then). */
function timed(action) {
  const start = performance.now();
  action();
  queueMicrotask(() => { spent += performance.now() - start; });
}

socket.addEventListener("message", event => timed(() => typeof event.data === "string" ? told(JSON.parse(event.data)) : framed(event.data)));
socket.addEventListener("close", () => {
  say("The program has ended, or let this page go. Where it still runs, load this page again; else start it again and open its new address.", true);
  for (const control of document.querySelectorAll("header :is(button, input, select), #niche :is(input, select), #change :is(button, input, select)")) control.disabled = true;
});

function say(text, isError) {
  $("message").textContent = text;
  $("message").classList.toggle("error", Boolean(isError));
}

function told(message) {
  switch (message.type) {
    case "hello": greet(message); break;
    case "rows": addRows(message); break;
    case "restarted": restarted(message); break;
    case "set": taken(message); break;
    case "values": hold(message.values); break;
    case "cell": describe(message); break;
    case "speed": showSpeed(message); break;
    default:
      say(message.message, message.type === "error");
      // What was refused is shown as it is.
      if (message.type === "error") hold(message.path ? { [message.path]: undefined } : {}, !message.path);
  }
}

// ---- the niche

function greet(message) {
  hello = message;
  const [width, height, depth] = hello.lattice;
  document.title = `${hello.name} · NicheSim live`;
  $("name").textContent = hello.name;
  $("about").textContent = hello.about;
  $("seed").value = hello.seed;
  showSpeed(hello);
  $("happened-label").hidden = !hello.timed;
  sliceSize = width * height;
  map = new NicheMap($("map"), width, height, hello.profiles);
  counts = mapLegend($("types"), hello.profiles, look, draw);
  offerFields();
  $("slice").hidden = depth === 1;
  $("z").max = depth - 1;
  $("z").value = Math.floor(depth / 2);
  offerTables();
  curves = new Curves($("curves"), $("curves-legend"), $("curves-said"));
  curves.log = $("log").checked;
  rows.tables = hello.tables.map(() => []);
  chooseTable();
  showTreatments();
  showGroups();
  view();
  ask({ do: "ready" });
  ask({ do: "ready" });
  $("play").disabled = $("step").disabled = false;
}

/** The fields that have levels; the others are not solved, and would look like 0. */
function offerFields() {
  const none = $("field").options[0], shown = $("field").value;
  $("field").replaceChildren(none, ...hello.fields.map((name, f) => new Option(name, f)).filter((_, f) => hello.solved[f]));
  $("field").value = hello.solved[shown] ? shown : none.value;
}

/** The tables that have columns: fields come in where a change lets one be solved. */
function offerTables() {
  const shown = $("table").value, names = hello.tables.filter(table => table.columns.length > 0).map(table => table.name);
  $("table").replaceChildren(...names.map(name => new Option(name, name)));
  if (names.includes(shown)) $("table").value = shown;
}

function view() {
  const z = Number($("z").value), name = `z = ${z} of ${hello.lattice[2]} (${short(z * hello.voxelUm)} µm)`;
  look.scale = [Infinity, 0];
  $("z-name").textContent = name;
  $("z").setAttribute("aria-valuetext", name);
  ask({ do: "view", field: Number($("field").value), z });
}

/** Takes a frame apart; the newest one is drawn when the screen is next renewed. */
function framed(buffer) {
  const length = new DataView(buffer).getInt32(0, true), [width, height] = hello.lattice, size = width * height;
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const start = 4 + length;
  frame = { ...head, cells: new Uint16Array(buffer, start, size), guests: new Uint16Array(buffer, start + 2 * size, size), bone: new Uint8Array(buffer, start + 4 * size, size),
    levels: head.field >= 0 ? new Uint8Array(buffer, start + 5 * size, size) : undefined };
  waiting++;
  schedule();
}

function schedule() {
  if (!isScheduled) requestAnimationFrame(renew);
  isScheduled = true;
}

/** One renewal of the screen: the map; or now and then words or curves alone, so that no frame has the work of all. */
function renew() {
  const isMap = !curvesAreDue && !wordsAreDue;
  isScheduled = false;
  if (curvesAreDue) timed(() => { curvesAreDue = false; curves.update(); });
  else if (wordsAreDue) timed(tell);
  else {
    for (; waiting > 0; waiting--) ask({ do: "ready" });
    timed(paint);
    wordsAreDue = !frame.playing || performance.now() - toldAt > unhurried;
  }
  if (waiting > 0 || curvesAreDue || wordsAreDue) schedule();
  queueMicrotask(() => count(isMap));
}

/** Time between two looks of what is read and not watched: words and curves [ms]. */
const unhurried = 300;

let toldAt = 0;

/** Draws the newest frame, and tells of it. */
function draw() {
  if (!frame) return;
  paint();
  tell();
}

function paint() {
  if (frame.field !== look.field) Object.assign(look, { field: frame.field, scale: [Infinity, 0] });
  if (!frame.levels) $("scale").replaceChildren();
  else {
    const [low, high] = look.scale, most = Math.max(high, frame.high);
    if (frame.high > 0) look.scale = [Math.max(Math.min(low, frame.low), most / 1e4), most];
    if (most === 0 || low !== look.scale[0] || high !== most) fieldScale($("scale"), hello.fields[frame.field], look.scale);
  }
  map.draw(frame, look);
  if (chosen) ring();
  reader.outline();
  $("map").dataset.tick = frame.tick;
}

/** What is said of the newest frame in words, which changes less often than anyone could read. */
function tell() {
  [toldAt, wordsAreDue] = [performance.now(), false];
  counts.forEach((value, p) => { value.textContent = frame.counts[p].toLocaleString("en-US"); });
  $("clock").textContent = `day ${frame.day.toFixed(2)} of ${short(hello.lastDay)}${frame.complete ? ", complete" : frame.playing ? `, ${short(frame.ticksPerSecond)} ticks/s` : ", paused"}`;
  $("play").textContent = frame.playing ? "Pause" : "Play";
  $("map").setAttribute("aria-label", `Map of the niche on day ${frame.day.toFixed(2)}: ${hello.profiles.map((profile, p) => `${frame.counts[p]} ${nameOf(profile)}`).join(", ")}. Arrow keys move a mark, Enter chooses its cell.`);
  reader.renew();
  if (chosen && frame.tick > chosen.tick && (!frame.playing || performance.now() - chosen.asked > 400)) inspect({ id: chosen.id });
}

/** A ring around the chosen cell. */
function ring() {
  const [width, height] = hello.lattice, voxel = chosen.voxel - sliceSize * frame.z;
  if (voxel < 0 || voxel >= sliceSize) return;
  const { context, side } = map, x = (voxel % width + 0.5) * side, y = (height - 1 - Math.floor(voxel / width) + 0.5) * side;
  for (const [color, line] of [["#fff", 4], ["#000", 2]]) {
    context.strokeStyle = color;
    context.lineWidth = line;
    context.beginPath();
    context.arc(x, y, side * 1.3 + 2, 0, 2 * Math.PI);
    context.stroke();
  }
}

/** Keeps the time that each renewal took the page, and when maps were drawn. */
function count(isMap) {
  work[renewed++ % work.length] = spent;
  spent = 0;
  if (isMap) seen[drawn++ % seen.length] = performance.now();
  if (!isMap || drawn % 30) return;
  const times = work.slice(0, Math.min(renewed, work.length)).sort(), kept = Math.min(drawn, seen.length), span = Math.max(...seen.subarray(0, kept)) - Math.min(...seen.subarray(0, kept));
  const high = times[Math.floor(0.95 * (times.length - 1))], rate = 1000 * (kept - 1) / span;
  Object.assign($("work").dataset, { p95: high.toFixed(2), rate: rate.toFixed(1), frames: drawn });
  $("work").textContent = `This page works ${high.toFixed(1)} ms per frame (95 % of the last ${times.length}).`;
}

const reader = new MapReader($("map"), $("under"), $("map-said"), {
  map: () => frame && map,
  tell: at => map.tell(frame, at, { voxelUm: hello.voxelUm, fieldName: hello.fields[frame.field], layer: hello.lattice[2] > 1 ? frame.z : undefined }),
  paint,
  pick: at => inspect({ voxel: at.voxel + sliceSize * frame.z }),
});

function inspect(what) {
  if (chosen) chosen.asked = performance.now();
  ask({ do: "inspect", ...what });
}

// ---- the run

$("play").addEventListener("click", () => ask({ do: frame?.playing ? "pause" : "play" }));
$("step").addEventListener("click", () => ask({ do: "step" }));
$("speed").addEventListener("change", event => ask({ do: "speed", ticksPerSecond: Number(event.target.value) }));
$("restart").addEventListener("click", () => {
  // As text: a number would lose digits of a long seed. What is no seed, the program says.
  const seed = $("seed").value.trim();
  ask(seed ? { do: "restart", seed } : { do: "restart" });
});

$("seed").addEventListener("keydown", event => { if (event.key === "Enter") $("restart").click(); });

function showSpeed({ ticksPerSecond }) {
  const choices = [...$("speed").options].map(option => option.value);
  $("speed").value = choices.includes(String(ticksPerSecond)) ? ticksPerSecond : "";
}

$("field").addEventListener("change", view);
$("z").addEventListener("input", view);

function restarted(message) {
  const isSame = message.seed === hello.seed;
  $("seed").value = hello.seed = message.seed;
  hello.tables = message.tables;
  hello.solved = message.solved;
  hold(message.values);
  offerFields();
  offerTables();
  view();
  rows.days.length = 0;
  rows.tables = hello.tables.map(() => []);
  $("happened-label").hidden = true;
  if (chosen && isSame) inspect({ id: Object.assign(chosen, { isFromBefore: true, tick: 0 }).id });
  else forget();
  chooseTable();
}

// ---- curves

function addRows(message) {
  const isFirst = rows.days.length === 0;
  for (const day of message.days) rows.days.push(day);
  for (const row of message.rows) row.forEach((values, t) => rows.tables[t].push(values));
  const isNew = hello.tables[tableAt].name === "populations" && message.rows.some(row => row[tableAt].some((value, index) => value > 0 && !curves.series.some(s => s.index === index)));
  if (isFirst || isNew) { chooseTable(); return; }
  for (const s of curves.series) for (const row of message.rows) s.values.push(Number(row[tableAt][s.index]));
  addRows.due ??= setTimeout(() => {
    addRows.due = undefined;
    curvesAreDue = true;
    schedule();
  }, 2 * unhurried);
}

const isThere = (table, column) => rows.tables[table].some(values => values[column] > 0);

/** Shows the curves of a table; of the populations those that there were at any time. */
function chooseTable() {
  const name = $("table").value, at = hello.tables.findIndex(table => table.name === name), table = hello.tables[at];
  tableAt = at;
  const series = seriesOf(name, table.columns, hello.profiles).filter(s => name !== "fields" || s.column.endsWith(".mean")).filter(s => name !== "populations" || isThere(at, s.index));
  for (const s of series) {
    s.values = rows.tables[at].map(values => Number(values[s.index]));
    if (name === "populations" && s.column.includes(".")) s.shown = hello.profiles.filter(p => p.type === s.column.split(".")[0]).length > 1;
    if (name === "fields") s.label = s.column.slice(0, -".mean".length);
    if (name === "readouts") Object.assign(s, { shown: s === series[0], label: hello.units[s.column] ? `${s.label} (${hello.units[s.column]})` : s.label });
  }
  curves.show(name, rows.days, series, { populations: "cells", fields: "mean in marrow [pM]", readouts: "", events: "events since the row before" }[name]);
}

$("table").addEventListener("change", chooseTable);
$("log").addEventListener("change", event => { curves.log = event.target.checked; chooseTable(); });
$("all-days").addEventListener("click", () => curves.all());

// ---- one cell

function line(tag, text, className) {
  const element = document.createElement(tag);
  element.textContent = text;
  if (className) element.className = className;
  return element;
}

const amount = (value, unit) => Number.isFinite(Number(value)) ? short(value) + unit : short(value);
const noCellHere = "There is no cell in this voxel.";
const often = value => value > 0 ? `, about once in ${value > 1 ? `${short(24 / value)} h` : `${short(1 / value)} days`}` : "";

function describe({ cell, tick, day, voxel }) {
  if (!cell) return voxel < 0 ? lost(day) : say(noCellHere);
  // The founders of a changed scenario may be others.
  if (voxel < 0 && chosen?.isFromBefore && cell.type !== chosen.type) return lost(day);
  chosen = { id: cell.id, type: cell.type, voxel: cell.voxel, asked: performance.now(), tick };
  if ($("message").textContent === noCellHere) say("");
  const facts = [`born ${short(cell.ageDays)} days ago`, cell.state && `${cell.state} for ${short(cell.daysInState)} days`, cell.divisions && `${cell.divisions} ${cell.divisions === 1 ? "division" : "divisions"} after founder ${cell.founder}`,
    cell.arrested && "arrested in a vessel", cell.attached && "attached", cell.voxel < 0 && "in the blood"].filter(Boolean);
  const values = list => list.map(item => `${item.name} ${amount(item.value, item.unit)}`).join(", ");
  const parts = [line("h3", `${cell.type}${cell.state ? `, ${cell.state}` : ""} (cell ${cell.id})`), line("p", facts.join("; ") + ".", "facts")];
  if (cell.signals.length) parts.push(line("p", `Senses ${values(cell.signals)}.`, "facts"));
  if (cell.attributes.length) parts.push(line("p", `Carries ${values(cell.attributes)}.`, "facts"));
  for (const behavior of cell.behaviors.filter(b => b.key.startsWith("become:"))) parts.push(answer(cell, behavior));
  parts.push(...cell.behaviors.toSorted((a, b) => b.rules.length - a.rules.length || b.isRate - a.isRate).map(describeBehavior));
  const scrolled = $("report").scrollTop;
  $("report").replaceChildren(...parts.filter(Boolean));
  $("report").scrollTop = scrolled;
  if (frame) paint();
}

/** No cell is chosen; says why. */
function forget(text = "No cell is chosen.") {
  chosen = undefined;
  $("report").replaceChildren(line("p", text, "faint"));
}

/** The cell that was followed is there no more. */
function lost(day) {
  if (!chosen) return;
  forget(chosen.isFromBefore ? undefined : `Cell ${chosen.id} is gone: it died, left, or was used up before day ${day.toFixed(2)}.`);
  if (frame) paint();
}

/** Why it stays as it is, and what would change it. */
function answer(cell, behavior) {
  const to = behavior.key.slice("become:".length);
  const options = behavior.rules.flatMap(rule => [
    { value: rule.valueIfOn, text: `${rule.rule} in full (${rule.members.map(m => `${m.below ? "no" : "much"} ${m.signal}`).join(" with ")})` },
    { value: rule.valueIfOff, text: `nothing of ${rule.rule} (${rule.members.map(m => `${m.below ? "much" : "no"} ${m.signal}`).join(" or ")})` }])
    .filter(option => option.value > behavior.value * 1.05 + 1e-12).sort((a, b) => b.value - a.value);
  const held = behavior.rules.filter(rule => !rule.increases && rule.strength > 0.05).map(rule => `${rule.rule} holds it back by ${Math.round(100 * rule.strength)} %`);
  const pushed = behavior.rules.filter(rule => rule.increases && rule.strength > 0.01).map(rule => `${rule.rule} acts at ${short(100 * rule.strength)} %`);
  const why = [...held, ...pushed].join("; ") || "no rule acts on it now";
  const block = document.createElement("div");
  block.className = "answer";
  block.append(line("strong", `Becoming ${to}: ${amount(behavior.value, behavior.unit)}${often(behavior.value)}.`), line("p", `Why: ${why}.`, "facts"),
    line("p", options.length ? `What would hasten it: ${options.slice(0, 3).map(o => `${o.text}: ${amount(o.value, behavior.unit)}`).join("; ")}.` : "No rule could hasten it further.", "facts"));
  return block;
}

function describeBehavior(behavior) {
  const block = document.createElement("div");
  block.className = "behavior";
  block.append(line("h3", `${behavior.quantity}: ${amount(behavior.value, behavior.unit)}`));
  const notes = [`without rules ${amount(behavior.base, behavior.unit)}`, behavior.isRate && often(behavior.value).slice(2), !behavior.isPossible && "not possible where it is"].filter(Boolean);
  block.append(line("p", notes.join("; "), "facts small faint"));
  for (const rule of behavior.rules) {
    const meter = document.createElement("meter"), row = document.createElement("div");
    row.className = "rule small";
    meter.value = rule.strength;
    meter.setAttribute("aria-label", `strength of ${rule.rule}`);
    const members = rule.members.map(m => `${m.signal} ${amount(m.value, m.unit)}, half at ${amount(m.halfMaximum, m.unit)}${m.below ? ", acts below" : ""} (${Math.round(100 * m.strength)} %)`).join(" × ");
    const limits = [!rule.inRegion && "the cell is outside its region", rule.available < 0.995 && `${Math.round(100 * rule.available)} % of the receptor is there and free`].filter(Boolean).join("; ");
    row.append(meter, ` ${Math.round(100 * rule.strength)} % `, line("strong", rule.rule),
      ` ${rule.increases ? "increases" : "decreases"} it towards ${amount(rule.towards, behavior.unit)}: ${members}${limits ? `; ${limits}` : ""}. In full: ${amount(rule.valueIfOn, behavior.unit)}; without: ${amount(rule.valueIfOff, behavior.unit)}.`);
    block.append(row);
  }
  return block;
}

// ---- changes

function taken(message) {
  const rule = /^rules:(.+):enabled$/.exec(message.path)?.[1];
  if (rule) hello.rules = message.value ? [...hello.rules, rule] : hello.rules.filter(name => name !== rule);
  hold({ [message.path]: message.value });
  $("happened-label").hidden = !message.timed;
  if (chosen) inspect({ id: chosen.id });
  say(message.message);
}

/** Takes numbers as they hold now, by path, and shows them, or all; where none is given it holds what it did. */
function hold(values, isAll) {
  for (const parameter of hello.parameters.filter(p => isAll || p.path in values)) {
    parameter.value = values[parameter.path] ?? parameter.value;
    parameter.show?.();
  }
  for (const treatment of hello.treatments.filter(t => isAll || pathOf(t) in values)) {
    treatment.efficacy = values[pathOf(treatment)] ?? treatment.efficacy;
    if (treatment.efficacy > 0) treatment.full = treatment.efficacy;
    treatment.box.checked = treatment.efficacy > 0;
  }
  if (ruleBox) ruleBox.checked = hello.rules.includes(ruleBox.value);
}

const pathOf = treatment => `treatments:${treatment.name}:efficacy`;

function showTreatments() {
  $("treatments").hidden = hello.treatments.length === 0;
  for (const treatment of hello.treatments) {
    const label = document.createElement("label");
    treatment.box = document.createElement("input");
    treatment.box.type = "checkbox";
    treatment.box.checked = treatment.efficacy > 0;
    // What a switch turns on: the last dose that there was.
    treatment.full = treatment.efficacy > 0 ? treatment.efficacy : 1;
    treatment.box.addEventListener("change", () => ask({ do: "set", path: pathOf(treatment), value: treatment.box.checked ? treatment.full : 0 }));
    label.append(treatment.box, treatment.added ? treatment.about.replace(/^Blocks (.*)\.$/, "block $1") : `${treatment.name}${treatment.about ? `: ${treatment.about}` : ""}`);
    $("treatments").append(label);
  }
}

function showGroups() {
  const names = { rules: "Rules", treatments: "Treatments", cells: "Cells", fields: "Fields", blood: "Blood" };
  for (const [section, title] of Object.entries(names)) {
    const members = [...new Set(hello.parameters.filter(p => p.keys[0] === section).map(p => p.keys[1]))];
    if (members.length === 0) continue;
    const group = document.createElement("optgroup");
    group.label = title;
    group.append(...members.map(name => new Option(name, `${section}:${name}`)));
    $("group").append(group);
  }
  $("group").addEventListener("change", showParameters);
  showParameters();
}

function showParameters() {
  const [section, name] = $("group").value.split(":");
  ruleBox = undefined;
  for (const parameter of hello.parameters) parameter.show = undefined;
  $("parameters").replaceChildren(
    ...section === "rules" ? [ruleSwitch(name)] : [],
    ...hello.parameters.filter(p => p.keys[0] === section && p.keys[1] === name).map(showParameter));
}

function ruleSwitch(name) {
  const label = document.createElement("label"), box = document.createElement("input");
  ruleBox = Object.assign(box, { type: "checkbox", value: name, checked: hello.rules.includes(name) });
  box.addEventListener("change", () => ask({ do: "set", path: `rules:${name}:enabled`, value: box.checked }));
  label.append(box, " this rule acts (a change starts the run again)");
  return label;
}

/** A number with its slider: even where it is bounded by 1, else from a tenth to ten times of what it was. */
function showParameter(parameter) {
  const block = document.createElement("div"), row = line("div", "", "row"), number = document.createElement("input"), slider = document.createElement("input");
  block.className = "parameter";
  block.dataset.path = parameter.path;
  const id = `parameter-${parameter.path}`, label = line("label", parameter.keys.slice(2).join(" · "));
  label.htmlFor = number.id = id;
  parameter.first ??= parameter.value;
  const isShare = parameter.maximum <= 1, from = parameter.first;
  const toSlider = value => isShare ? 200 * value : Math.max(0, 100 + 100 * Math.log10(value / from)), toValue = place => isShare ? place / 200 : from * 10 ** ((place - 100) / 100);
  Object.assign(number, { type: "number", step: "any", min: parameter.minimum, max: parameter.maximum });
  Object.assign(slider, { type: "range", min: 0, max: 200, step: parameter.isWhole ? "any" : 1 });
  slider.setAttribute("aria-label", label.textContent);
  const round = value => Math.max(parameter.minimum, Math.min(parameter.maximum, parameter.isWhole ? Math.round(value) : Number(value.toPrecision(3))));
  // What the user is at, and has not sent, is left alone.
  let isHeld = false;
  parameter.show = () => {
    if (isHeld) return;
    number.value = parameter.value;
    slider.value = toSlider(parameter.value);
  };
  parameter.show();
  for (const input of [number, slider]) {
    input.addEventListener("input", () => { isHeld = true; });
    for (const end of ["change", "blur"]) input.addEventListener(end, () => { isHeld = false; });
  }
  slider.addEventListener("pointerup", () => { isHeld = false; });
  const send = value => {
    if (!Number.isFinite(value) || value === parameter.value) return;
    ask({ do: "set", path: parameter.path, value });
  };
  slider.addEventListener("input", () => { number.value = round(toValue(Number(slider.value))); });
  slider.addEventListener("change", () => send(Number(number.value)));
  number.addEventListener("change", () => {
    // What is no number is an empty text here, which would count as 0.
    if (number.value === "") parameter.show();
    slider.value = toSlider(Number(number.value));
    send(Number(number.value));
  });
  row.append(number);
  if (isShare || from > 0) row.append(slider);
  const notes = [parameter.about, parameter.evidence.length && `Evidence: ${parameter.evidence.join("; ")}.`, parameter.restarts && "A change starts the run again."].filter(Boolean).join(" ");
  block.append(label, row, line("div", notes, "small faint"));
  return block;
}

$("save").addEventListener("submit", event => {
  event.preventDefault();
  ask({ do: "save", name: $("save-name").value, asHappened: !$("happened-label").hidden && $("happened").checked });
});

"use strict";

/** Colors of the map, the same in light and dark: a slide under a microscope keeps its own light. */
const MapInk = { paper: [251, 250, 247], bone: [185, 174, 158], ring: [255, 255, 255] };

/** Low to high of a field: from paper to deep violet, ever darker, so that it reads without color too. */
const FieldStops = [[251, 250, 247], [214, 226, 239], [160, 190, 222], [116, 141, 199], [96, 88, 165], [74, 35, 112], [38, 10, 60]];

const rgb = hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
const packed = ([r, g, b]) => (255 << 24 | b << 16 | g << 8 | r) >>> 0;
const mixed = (a, b, share) => a.map((value, i) => Math.round(value + (b[i] - value) * share));

const FieldColors = Uint32Array.from({ length: 256 }, (_, i) => {
  const place = i / 255 * (FieldStops.length - 1), stop = Math.min(FieldStops.length - 2, Math.floor(place));
  return packed(mixed(FieldStops[stop], FieldStops[stop + 1], place - stop));
});

/** The 256 concentrations [pM] that the bytes of a field map stand for: 0, then evenly between the bits of low and high. */
function levelsOf(low, high) {
  const values = new Float32Array(256), bits = new Int32Array(values.buffer);
  if (high <= 0) return values;
  values[1] = low; values[255] = high;
  const from = bits[1], to = bits[255];
  for (let q = 1; q < 256; q++) bits[q] = from + Math.floor((q - 1) * (to - from) / 254);
  return values;
}

/** Numbers for people: three digits. */
function short(value) {
  const number = Number(value);
  if (!Number.isFinite(number)) return number > 0 ? "none" : "no value";
  const size = Math.abs(number);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) return number.toExponential(1);
  return size >= 100 ? Math.round(number).toLocaleString("en-US") : String(Number(number.toPrecision(3)));
}

/** A slice of the niche on a canvas: bone, vessels, cells as discs, and a field under them. */
class NicheMap {
  /**
   * @param canvas where to draw
   * @param width, height size of the slice [voxels]
   * @param profiles type, state, color and whether it is a vessel, by the number that planes hold less one
   */
  constructor(canvas, width, height, profiles) {
    Object.assign(this, { canvas, width, height, profiles });
    this.side = Math.max(1, Math.min(8, Math.floor(660 / Math.max(width, height))));
    canvas.width = width * this.side;
    canvas.height = height * this.side;
    canvas.style.setProperty("--ratio", width / height);
    this.context = canvas.getContext("2d", { alpha: false });
    this.image = this.context.createImageData(canvas.width, canvas.height);
    this.pixels = new Uint32Array(this.image.data.buffer);
    this.fills = Uint32Array.from([0, ...profiles.map(profile => packed(rgb(profile.color)))]);
    this.rims = Uint32Array.from([0, ...profiles.map(profile => packed(mixed(rgb(profile.color), [0, 0, 0], 0.4)))]);
    this.vessel = Uint8Array.from([0, ...profiles.map(profile => profile.vessel ? 1 : 0)]);
    this.bones = Uint32Array.from({ length: 256 }, (_, fill) => packed(mixed(MapInk.paper, MapInk.bone, fill ? 0.15 + 0.85 * fill / 255 : 0)));
    this.disc = this.#stamp(0.5, 0.36);
    this.guest = this.#stamp(0.38, 0.24);
    this.ground = new Uint32Array(256);
    // What every voxel shows: the color under its cells, and the codes of cell and guest. No color is 0.
    this.grounds = new Uint32Array(width * height);
    this.tops = new Uint32Array(width * height);
  }

  /** Which pixels of a voxel are rim (1) and inside (2) of a disc; a voxel of few pixels is all inside. */
  #stamp(rim, inside) {
    const side = this.side;
    return Uint8Array.from({ length: side * side }, (_, i) => {
      if (side < 4) return 2;
      const distance = Math.hypot((i % side + 0.5) / side - 0.5, (Math.floor(i / side) + 0.5) / side - 0.5);
      return distance < inside ? 2 : distance < rim ? 1 : 0;
    });
  }

  /**
   * Draws a plane.
   * @param plane cells, guests and bone per voxel; levels, low, high and bin of the field, where one is shown
   * @param look hidden: profiles (numbers from 0) not to show; hideBone; scale: [low, high] of the colors
   */
  draw(plane, look) {
    const { width, height, side, fills, vessel, bones, ground, grounds, tops } = this;
    const { cells, guests, bone, levels } = plane, line = width * side;
    const bin = plane.bin || 1, fieldWidth = Math.ceil(width / bin);
    const shown = Uint8Array.from(fills, (_, code) => code > 0 && !look.hidden.has(code - 1) ? 1 : 0);
    const paper = packed(MapInk.paper), ring = packed(MapInk.ring);
    if (levels) this.#shade(plane, look.scale);
    for (let y = 0, voxel = 0; y < height; y++) {
      const first = voxel, fieldRow = fieldWidth * Math.floor(y / bin);
      let isOther = false;
      for (let x = 0; x < width; x++, voxel++) {
        const code = cells[voxel], inside = guests[voxel];
        const under = vessel[code] && shown[code] ? fills[code] : bone[voxel] && !look.hideBone ? bones[bone[voxel]]
          : !levels ? paper : ground[levels[bin === 1 ? voxel : fieldRow + Math.floor(x / bin)]];
        const top = (shown[code] && !vessel[code] ? code : 0) + (shown[inside] ? 65536 * inside : 0);
        if (grounds[voxel] === under && tops[voxel] === top) continue;
        grounds[voxel] = under;
        tops[voxel] = top;
        isOther = true;
      }
      // From one tick to the next many rows stay as they are: only the others are painted.
      if (isOther) this.#row((height - 1 - y) * side * line, first, ring);
    }
    this.context.putImageData(this.image, 0, 0);
  }

  /** Paints a row of voxels: one line of ground, copied to the others, then the cells. */
  #row(start, first, ring) {
    const { width, side, pixels, grounds, tops, fills, rims, disc, guest } = this, line = width * side;
    for (let x = 0, at = start; x < width; x++) {
      const color = grounds[first + x];
      for (const end = at + side; at < end; at++) pixels[at] = color;
    }
    for (let row = 1; row < side; row++) pixels.copyWithin(start + row * line, start, start + line);
    for (let x = 0; x < width; x++) {
      const code = tops[first + x] & 65535, inside = tops[first + x] >>> 16;
      if (code) this.#put(disc, start + x * side, fills[code], rims[code]);
      if (inside) this.#put(guest, start + x * side, fills[inside], ring);
    }
  }

  #put(stamp, start, fill, rim) {
    const { side, pixels } = this, line = this.width * side;
    for (let row = 0, p = 0, at = start; row < side; row++, at += line - side)
      for (let column = 0; column < side; column++, p++, at++)
        if (stamp[p]) pixels[at] = stamp[p] === 2 ? fill : rim;
  }

  /** The color of each level of a field, on a logarithmic scale. */
  #shade(plane, [low, high]) {
    const values = levelsOf(plane.low, plane.high), span = Math.log(high / low);
    // A field of one level everywhere has the middle color: it is there.
    const shade = value => value <= 0 ? 0 : high > low ? Math.max(0, Math.min(255, Math.round(255 * Math.log(value / low) / span))) : 128;
    for (let q = 0; q < 256; q++) this.ground[q] = FieldColors[shade(values[q])];
  }

  /** The voxel under a pointer, as x and y; null outside. */
  voxelAt(event) {
    const box = this.canvas.getBoundingClientRect();
    const x = Math.floor((event.clientX - box.left) / box.width * this.width), y = this.height - 1 - Math.floor((event.clientY - box.top) / box.height * this.height);
    return x >= 0 && y >= 0 && x < this.width && y < this.height ? { x, y, voxel: x + this.width * y } : null;
  }

  /**
   * What a voxel holds, in words.
   * @param axes names of the axes to the right, upward and across; @param layer the number of the slice, where there are others
   */
  tell(plane, { x, y, voxel }, { voxelUm, fieldName, axes = "xyz", layer }) {
    const parts = [[x, y, layer].map((at, i) => at === undefined ? "" : `${axes[i]} ${short(at * voxelUm)} µm`).filter(Boolean).join(", ")];
    if (plane.bone[voxel]) parts.push(`bone, ${Math.round(plane.bone[voxel] / 2.55)} % full`);
    for (const code of [plane.cells[voxel], plane.guests[voxel]])
      if (code) parts.push(nameOf(this.profiles[code - 1]) + (code === plane.guests[voxel] ? " in the vessel" : ""));
    if (plane.levels) {
      const bin = plane.bin || 1;
      parts.push(`${fieldName} ${short(levelsOf(plane.low, plane.high)[plane.levels[Math.floor(x / bin) + Math.ceil(this.width / bin) * Math.floor(y / bin)]])} pM`);
    }
    return parts.join(" · ");
  }
}

/** Reads a map out: the voxel under the pointer or a finger, or the one that the arrow keys move a mark to. */
class MapReader {
  /**
   * @param canvas takes the focus, @param under takes the words, @param said takes those of the keyboard for screen readers
   * @param on map: the map as it is now, if there is one; tell: what a voxel holds; paint: draws map and mark again; pick: chooses a voxel
   */
  constructor(canvas, under, said, on) {
    Object.assign(this, { canvas, under, said, on });
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "application");
    for (const type of ["pointermove", "pointerdown"]) canvas.addEventListener(type, event => {
      const at = this.on.map()?.voxelAt(event);
      if (!at) return;
      if (type === "pointerdown") this.mark = at;
      this.#read(at);
    });
    canvas.addEventListener("click", event => { const at = this.on.map()?.voxelAt(event); if (at) this.on.pick?.(at); });
    canvas.addEventListener("keydown", event => this.#key(event));
    for (const change of ["focus", "blur"]) canvas.addEventListener(change, () => { if (this.on.map()) this.on.paint(); });
  }

  /** Reads the voxel again that was read last: time goes on, or another map is shown. */
  renew() {
    const { width, height } = this.on.map(), { at } = this;
    if (at && at.x < width && at.y < height) this.#read({ ...at, voxel: at.x + width * at.y });
    else if (at) this.under.textContent = "";
  }

  /** A frame around the mark, while the keyboard is here. */
  outline() {
    if (document.activeElement !== this.canvas) return;
    const { context, side, height } = this.on.map(), mark = this.#marked(), x = mark.x * side, y = (height - 1 - mark.y) * side;
    for (const [color, line] of [["#fff", 4], ["#000", 2]]) {
      context.strokeStyle = color;
      context.lineWidth = line;
      context.strokeRect(x - 2, y - 2, side + 4, side + 4);
    }
  }

  /** The mark, in the middle at first. */
  #marked() {
    const { width, height } = this.on.map(), { x, y } = this.mark ?? { x: Math.floor(width / 2), y: Math.floor(height / 2) };
    return { x: Math.min(x, width - 1), y: Math.min(y, height - 1) };
  }

  #read(at) {
    this.at = at;
    this.under.textContent = this.on.tell(at);
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.on.map()) return;
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key], { width, height } = this.on.map(), mark = this.#marked();
    if (move) {
      const x = (mark.x + move[0] + width) % width, y = (mark.y + move[1] + height) % height;
      this.mark = { x, y, voxel: x + width * y };
      this.#read(this.mark);
      this.said.textContent = this.under.textContent;
      this.on.paint();
    } else if (event.key === "Enter" && this.on.pick) this.on.pick({ ...mark, voxel: mark.x + width * mark.y });
    else return;
    event.preventDefault();
  }
}

const nameOf = profile => profile.state ? `${profile.type}, ${profile.state}` : profile.type;

/**
 * The buttons that show and hide bone and cells; `changed` is called after each.
 * @returns per profile where its number is shown; nothing for one that is not `isThere`
 */
function mapLegend(list, profiles, look, changed, isThere = () => true) {
  const entry = (name, color, square, isShown, toggle) => {
    const button = document.createElement("button"), swatch = document.createElement("span"), value = document.createElement("span");
    button.type = "button";
    swatch.className = square ? "swatch square" : "swatch";
    swatch.style.background = color;
    value.className = "value";
    button.append(swatch, name, value);
    button.setAttribute("aria-pressed", String(isShown()));
    button.addEventListener("click", () => { toggle(); button.setAttribute("aria-pressed", String(isShown())); changed(); });
    const item = document.createElement("li");
    item.append(button);
    list.append(item);
    return value;
  };
  list.replaceChildren();
  entry("bone", `rgb(${MapInk.bone})`, true, () => !look.hideBone, () => { look.hideBone = !look.hideBone; });
  return profiles.map((profile, p) => isThere(profile, p) && entry(nameOf(profile), profile.color, profile.vessel, () => !look.hidden.has(p),
    () => look.hidden.has(p) ? look.hidden.delete(p) : look.hidden.add(p)));
}

/** The color bar of a field. */
function fieldScale(host, name, [low, high]) {
  if (!(high > 0)) return host.replaceChildren(`${name}: nowhere above 0`);
  if (high === low) return host.replaceChildren(`${name}: ${short(high)} pM`);
  const bar = document.createElement("canvas"), context = bar.getContext("2d");
  bar.width = 256; bar.height = 1;
  bar.setAttribute("aria-hidden", "true");
  const image = context.createImageData(256, 1);
  new Uint32Array(image.data.buffer).set(FieldColors);
  context.putImageData(image, 0, 0);
  host.replaceChildren(`${name}: ${short(low)} pM`, bar, `${short(high)} pM, logarithmic`);
}

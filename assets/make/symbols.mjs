// Makes assets/symbols: the icons of military symbols as plain paths, and the names of what they stand for.
//
//     node symbols.mjs        in assets/make, after `npm install` in assets/make/work (make.py does both)
//
// milsymbol draws; nothing of it runs in the product. Its drawings are taken apart into paths with absolute coordinates, letters
// become outlines of Noto Sans, and colours become roles. What src/symbols/artwork.rs and names.rs read is described there.

import { createRequire } from "node:module";
import { readFileSync, writeFileSync, copyFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const assets = join(here, "..");
const require = createRequire(join(here, "work", "package.json"));
const milsymbol = await import(pathToFileURL(join(dirname(require.resolve("milsymbol/package.json")), "index.mjs")));
const svgpath = require("svgpath");
const opentype = require("opentype.js");
const tables = { ...require("mil-std-2525"), ...require("milstandard-e"), ...require("stanag-app6") };
const { ms } = milsymbol;

// Control measures (25) stand on points of a line, mines (36) have no frame of their own kind: neither has artwork here.
const SETS = ["01", "02", "05", "06", "10", "11", "15", "20", "27", "30", "35", "40", "50", "51", "52", "53", "54", "60"];
// The identities whose frames differ: friend, hostile, neutral, unknown.
const IDENTITIES = [3, 6, 4, 1];
const LETTERS = ["F", "H", "N", "U"];
// Frame shapes that a 30-digit code may ask for whatever its set: air, land unit, land equipment, dismounted individual, subsurface.
const SHAPES = [2, 3, 4, 6, 7];

const font = (name) => opentype.parse(readFileSync(join(assets, "fonts", name)).buffer);
const fonts = { bold: font("NotoSans-SemiBold.ttf"), normal: font("NotoSans-Regular.ttf") };

const shapes = new Map();
const pictures = new Map();
const lines = { shapes: [], pictures: [], entries: [] };

function setUp() {
  for (const set of [milsymbol.app6b, milsymbol.std2525b, milsymbol.std2525c, milsymbol.app6d, milsymbol.std2525d, milsymbol.std2525e]) ms.addIcons(set);
  const same = (role) => Object.fromEntries(["Hostile", "Friend", "Neutral", "Unknown", "Civilian", "Suspect"].map((key) => [key, role]));
  ms.setColorMode("Light", same("fill"));
  ms.setColorMode("OffWhite", same("white"));
  ms.setColorMode("Black", same("ink"));
  // Its parts in order: stack, frame, icon and what is round the frame, which src/symbols draws itself.
  ms.setSymbolParts([ms.getSymbolParts()[2]]);
}

// What milsymbol draws of an icon, or null where it knows none.
function drawing(code, standard = "2525") {
  const symbol = new ms.Symbol(code, { standard, infoFields: false });
  return symbol.isValid() ? symbol : null;
}

// The number of the picture of a drawing; 0 where there is nothing to draw.
function picture(instructions) {
  const ids = flatten(instructions, { x: 0, y: 0, scale: 1 }, { stroke: null, fill: "ink", width: 1 });
  return ids.length ? numbered(pictures, lines.pictures, ids.join(" ")) : 0;
}

function numbered(map, list, text) {
  if (!map.has(text)) {
    map.set(text, map.size + 1);
    list.push(text);
  }
  return map.get(text);
}

// As a renderer of SVG reads it: a group hands its paint down to what does not say its own.
function flatten(instructions, place, inherited) {
  const ids = [];
  for (const one of [instructions].flat(Infinity)) {
    if (!one) continue;
    const paint = { ...inherited };
    if (one.fill !== undefined) paint.fill = one.fill || null;
    if (one.stroke !== undefined) {
      paint.stroke = one.stroke || null;
      paint.width = Number(one.strokewidth ?? 4) * Number(one.non_scaling_stroke ?? 1);
      paint.dash = one.strokedasharray;
    }
    if (one.clipPath || one.linecap || one.fillopacity) throw new Error(`not drawn here: ${JSON.stringify(one)}`);
    if (one.type === "translate") {
      ids.push(...flatten(one.draw, { ...place, x: place.x + one.x * place.scale, y: place.y + one.y * place.scale }, paint));
    } else if (one.type === "scale") {
      ids.push(...flatten(one.draw, { ...place, scale: place.scale * one.factor }, paint));
    } else {
      if (!paint.fill && !paint.stroke) continue;
      const path = outline(one).scale(place.scale).translate(place.x, place.y);
      // Some texts are a single space.
      if (path.segments.length) ids.push(shape(path, paint, place.scale));
    }
  }
  return ids;
}

function outline(one) {
  if (one.type === "path") return absolute(one.d);
  if (one.type === "circle") {
    const [x, y, r] = [one.cx, one.cy, one.r].map(Number);
    return absolute(`M${x - r},${y} a${r},${r} 0 1,1 ${2 * r},0 a${r},${r} 0 1,1 ${-2 * r},0 Z`);
  }
  if (one.type === "text") return absolute(letters(one));
  throw new Error(`not drawn here: ${one.type}`);
}

const absolute = (d) => svgpath(d).abs().unarc().unshort();

function letters({ text, x, y, fontsize, fontweight, textanchor, alignmentBaseline }) {
  const face = fontweight === "bold" ? fonts.bold : fonts.normal;
  const size = Number(fontsize);
  const width = face.getAdvanceWidth(String(text), size);
  const left = Number(x) - { start: 0, middle: width / 2, end: width }[textanchor || "start"];
  const down = alignmentBaseline === "middle" ? (face.tables.os2.sxHeight / face.unitsPerEm / 2) * size : 0;
  const { commands } = face.getPath(String(text), left, Number(y) + down, size);
  return commands.map(({ type, x1, y1, x2, y2, x, y }) => [type, x1, y1, x2, y2, x, y].filter((part) => part !== undefined).join(" ")).join("");
}

// One shape as a line: fill, stroke, width of the stroke, dashes, and the path. Lengths are in hundredths of a unit; the path is written
// as in SVG with relative steps (m, l, c, q, z), each from the end of the step before.
function shape(path, { fill, stroke, width, dash }, scale) {
  const hundredths = (number) => Math.round(number * 100);
  const steps = [];
  let [start, at] = [[0, 0], [0, 0]];
  path.iterate((step, _, x, y) => {
    let [name, ...numbers] = step;
    if (name === "H") [name, numbers] = ["L", [numbers[0], y]];
    if (name === "V") [name, numbers] = ["L", [x, numbers[0]]];
    if (!"MLCQZ".includes(name)) throw new Error(`unknown step ${name}`);
    const points = numbers.map(hundredths);
    if (!points.every(Number.isFinite)) throw new Error(`no path: ${step}`);
    steps.push(name.toLowerCase() + points.map((number, index) => number - at[index % 2]).join(" "));
    at = name === "Z" ? start : points.slice(-2);
    if (name === "M") start = at;
  });
  const dashes = dash ? String(dash).split(",").map((number) => hundredths(number * scale)).join(" ") : "";
  const fields = [role(fill), role(stroke), stroke ? hundredths(width * scale) : "", stroke ? dashes : "", steps.join("").replaceAll(" -", "-")];
  return numbered(shapes, lines.shapes, fields.join("\t"));
}

// A role is one letter; a colour of its own is six hexadecimal digits.
function role(colour) {
  const roles = { fill: "f", ink: "i", white: "w", black: "i" };
  if (!colour || colour === "none") return "";
  if (roles[colour]) return roles[colour];
  const rgb = /^rgb\((\d+),\s*(\d+),\s*(\d+)\)$/.exec(colour);
  const named = { red: [255, 0, 0], yellow: [255, 255, 0], blue: [0, 0, 255], green: [0, 128, 0], orange: [255, 165, 0], white: [255, 255, 255] };
  const parts = rgb ? rgb.slice(1).map(Number) : named[colour];
  if (!parts) throw new Error(`unknown colour ${colour}`);
  return parts.map((part) => part.toString(16).padStart(2, "0")).join("");
}

// Equal neighbours are written once: `12*4 13` is four times 12, then 13.
function runs(ids) {
  const found = [];
  for (const id of ids) {
    const last = found.at(-1);
    if (last && last[0] === id) last[1] += 1;
    else found.push([id, 1]);
  }
  return found.map(([id, count]) => (count === 1 ? id : `${id}*${count}`)).join(" ");
}

// The pictures of one part of a code in every frame: edition D by identity, then edition E by shape and identity. `-`: not known.
function columns(set, entity, modifiers, extensions) {
  const ids = [];
  let anything = null;
  const look = (code) => {
    const symbol = drawing(code) ?? drawing(code, "APP6");
    anything = symbol ?? anything;
    ids.push(symbol ? picture(symbol.drawInstructions) : "-");
  };
  // Edition D has no extensions of its modifiers.
  if (extensions === "00") for (const identity of IDENTITIES) look(`100${identity}${set}0000${entity}${modifiers}`);
  else ids.push(...IDENTITIES.map(() => "-"));
  for (const frame of SHAPES) for (const identity of IDENTITIES) look(`130${identity}${set}0000${entity}${modifiers}${extensions}${frame}0000000`);
  return { ids: runs(ids), anything };
}

function keys(set, edition, standard) {
  const any = new Proxy({}, { get: () => ({}) });
  return ms._getIcons.number(ms, set, any, standard, edition);
}

function numberEntries() {
  const common = new Set();
  for (const set of SETS) {
    const all = [["D", true], ["E", true], ["D", false], ["E", false]].map(([edition, standard]) => keys(set, edition, standard));
    const union = (field) => [...new Set(all.flatMap((one) => Object.keys(one[field])))].sort();
    for (const entity of union("icons")) add(set, "e", entity, columns(set, entity, "0000", "00"));
    for (const [field, which] of [["m1", "1"], ["m2", "2"]]) {
      for (const code of union(field)) {
        const [extension, digits] = code.length === 3 ? [code[0], code.slice(1)] : ["0", code];
        const [modifiers, extensions] = which === "1" ? [`${digits}00`, `${extension}0`] : [`00${digits}`, `0${extension}`];
        if (extension === "0") {
          add(set, which, digits, columns(set, "000000", modifiers, extensions));
        } else if (!common.has(which + code)) {
          // These are the same in every set.
          common.add(which + code);
          add("00", which, code, columns("10", "000000", modifiers, extensions));
        }
      }
    }
  }
  // Entity subtypes that any land unit may have: headquarters element and three levels of support.
  for (const [code, part] of [["95", "HEADQUARTERS OR HEADQUARTERS ELEMENT"], ["96", "DIVISION AND BELOW SUPPORT"], ["97", "CORPS SUPPORT"], ["98", "THEATRE SUPPORT"]]) {
    const ids = [];
    const look = (sidc) => {
      const { metadata, colors } = new ms.Symbol(sidc);
      ids.push(picture(ms._getIconParts(metadata, colors, true, "", false)[`GR.IC.FF.${part}`]));
    };
    for (const identity of IDENTITIES) look(`100${identity}10000012000000`.padEnd(20, "0"));
    for (const frame of SHAPES) for (const identity of IDENTITIES) look(`130${identity}100000120000000000${frame}0000000`);
    lines.entries.push(["00", "s", code, runs(ids)].join("\t"));
  }
  function add(set, kind, code, { ids, anything }) {
    if (anything) lines.entries.push([set, kind, code, ids].join("\t"));
  }
}

// Letter codes: the frame's dimension too, since it follows from the function. Lower case: unframed; `c`: civilian.
function letterEntries() {
  const any = new Proxy({}, { get: () => ({}) });
  const all = new Set([true, false].flatMap((standard) => Object.keys(ms._getIcons.letter(ms, any, standard).icons)));
  for (const key of [...all].sort()) {
    if (key.startsWith("G") || key.length !== 10) continue;
    const ids = [];
    let metadata;
    for (const letter of LETTERS) {
      const code = key[0] + letter + key[2] + "P" + key.slice(4);
      const symbol = drawing(code) ?? drawing(code, "APP6");
      if (!symbol || (!symbol.metadata.fill && symbol.metadata.frame)) break;
      metadata ??= symbol.metadata;
      ids.push(picture(symbol.drawInstructions));
    }
    if (ids.length < LETTERS.length) continue;
    const dimension = metadata.dimension[0] + (metadata.dimension[1] ?? "");
    const flags = dimension + (metadata.frame ? "" : "-") + (metadata.civilian ? "c" : "");
    lines.entries.push([key, "l", flags, runs(ids)].join("\t"));
  }
}

// Letters that stand beside or in a frame.
function markEntries() {
  const mark = (text, x, y, fontsize, textanchor, alignmentBaseline) =>
    lines.entries.push(["00", "x", text, picture([{ type: "text", text, x, y, fontsize, textanchor, alignmentBaseline, fontweight: "bold", fill: "ink" }])].join("\t"));
  mark("?", 100, 127, 80, "middle");
  // An icon that is not known: an inverted question mark, under the name of `!`.
  const unknown = picture([{ type: "text", text: "\u00bf", x: 100, y: 118, fontsize: 80, textanchor: "middle", fontweight: "bold", fill: "ink" }]);
  lines.entries.push(["00", "x", "!", unknown].join("\t"));
  for (const letter of "XJKS") mark(letter, 0, 0, 35, "start", "middle");
}

// What codes are called: set, kind and code as in the artwork, then the names from the general to the particular.
function nameLines() {
  const found = new Map();
  const add = (set, kind, code, names) => {
    const path = names.map(tidy).filter(Boolean);
    const key = [set, kind, code].join("\t");
    if (path.length && !path.some((name) => name.startsWith("{") || /disused|^reserved/i.test(name)) && !found.has(key)) found.set(key, path);
  };
  // Edition E goes before D, and the American standard before APP-6.
  for (const standard of [tables.ms2525e, tables.ms2525d, tables.app6d]) {
    for (const { symbolset, name, mainIcon, modifier1, modifier2 } of Object.values(standard)) {
      const set = symbolset || "00";
      if (symbolset) add(set, "n", "", [name]);
      for (const one of mainIcon) add(set, "e", one.Code, [one.Entity, one["Entity Type"], one["Entity Subtype"]]);
      for (const one of modifier1) add(one.Code.length === 3 ? "00" : set, "1", one.Code, [one["First Modifier"]]);
      for (const one of modifier2) add(one.Code.length === 3 ? "00" : set, "2", one.Code, [one["Second Modifier"]]);
    }
  }
  const shouted = new Set([...found.values()].flat().flatMap((name) => name.match(/\b[A-Z][A-Z0-9]+\b/g) ?? []));
  for (const standard of [tables.ms2525c, tables.ms2525b, tables.app6b]) {
    for (const one of functions(standard)) {
      if (one.remarks === "N/A" || !/^.{6}$/.test(one.functionid)) continue;
      const names = one.names.filter(Boolean).map((name) => calm(tidy(name), shouted));
      add(`${one.codingscheme}-${one.battledimension}-${one.functionid}`, "l", "", names);
    }
  }
  return [...found].map(([key, path]) => [key, ...path].join("\t"));
}

const tidy = (name) => (name ?? "").replace(/\s+/g, " ").replace(/ ?\/ ?/g, "/").trim();

// Small letters, but for the first and for abbreviations.
function calm(name, shouted) {
  const words = name.replace(/[A-Z][A-Z0-9]*/g, (word) => (shouted.has(word) ? word : word.toLowerCase()));
  return words.charAt(0).toUpperCase() + words.slice(1);
}

// The functions of letter codes, which lie at different depths of their standards.
function functions(within) {
  if (Array.isArray(within)) return within;
  if (typeof within !== "object" || within === null) return [];
  return within.mainIcon ? within.mainIcon : Object.values(within).flatMap(functions);
}

function write(name, lines) {
  const text = lines.join("\n") + "\n";
  writeFileSync(join(assets, "symbols", name), gzipSync(text, { level: 9 }));
  console.log(`${name}: ${lines.length} lines, ${text.length} bytes`);
}

setUp();
numberEntries();
letterEntries();
markEntries();
write("artwork.tsv.gz", [...lines.shapes, "", ...lines.pictures, "", ...lines.entries]);
write("names.tsv.gz", nameLines());
// The packages with the names have the same terms, and the same author.
for (const name of ["milsymbol", "mil-std-2525"]) {
  copyFileSync(join(dirname(require.resolve(`${name}/package.json`)), "LICENSE"), join(assets, "symbols", `LICENSE-${name}.txt`));
}

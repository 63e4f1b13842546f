// What milsymbol draws of random valid codes, to be laid over what we draw of the same (examples/symbols.rs).
//   node reference.mjs MODULES ARTWORK FONTS OUT [COUNT]
// MODULES has milsymbol and @resvg/resvg-js, ARTWORK is assets/symbols/artwork.tsv.gz (which codes there are), FONTS a folder with the fonts
// that our letters are made from. Writes OUT/codes.txt and a picture OUT/NUMBER.png for each line of it: 600 by 600 pixels, which show
// -100 to 300 of the units of symbols in both directions.

import { createRequire } from "node:module";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

const [modules, artwork, fonts, out, count = "1000"] = process.argv.slice(2);
const require = createRequire(join(modules, "package.json"));
const milsymbol = await import(pathToFileURL(join(dirname(require.resolve("milsymbol/package.json")), "index.mjs")));
const { Resvg } = require("@resvg/resvg-js");
const { ms } = milsymbol;
for (const set of [milsymbol.app6b, milsymbol.std2525b, milsymbol.std2525c, milsymbol.app6d, milsymbol.std2525d, milsymbol.std2525e]) ms.addIcons(set);

// The same codes each time: a generator of the kind of Lehmer, with Park and Miller's numbers.
let state = 20241025;
const below = (limit) => {
  state = (state * 48271) % 2147483647;
  return state % limit;
};
const pick = (choices) => choices[below(choices.length)];

const entries = gunzipSync(readFileSync(artwork)).toString().trimEnd().split("\n\n")[2].split("\n").map((line) => line.split("\t"));
function bySet(kind) {
  const found = new Map();
  for (const entry of entries.filter((entry) => entry[1] === kind)) found.set(entry[0], [...(found.get(entry[0]) ?? []), entry]);
  return found;
}
const [entities, first, second] = ["e", "1", "2"].map(bySet);
const letters = entries.filter((entry) => entry[1] === "l").map((entry) => entry[0]);
const sets = [...entities.keys()].filter((set) => set !== "00");
const ECHELONS = ["00", "11", "12", "13", "14", "15", "16", "17", "18", "21", "22", "23", "24", "25", "26"];
const MOBILITIES = ["00", "31", "32", "33", "34", "35", "36", "37", "41", "42", "51", "52", "61", "62"];

function numbers() {
  const set = pick(sets);
  const version = pick(["10", "13"]);
  const [entity, modifier1, modifier2] = [pick(entities.get(set))[2], ...[first, second].map((all) => (below(2) ? (pick(all.get(set) ?? [])?.[2] ?? "00") : "00"))];
  const amplifier = pick(set === "27" ? ["00", "71", "72"] : ["15", "30", "35"].includes(set) ? MOBILITIES : ECHELONS);
  const head = `${version}${pick(["0", "0", "0", "1", "2"])}${below(7)}${set}${below(6)}${below(8)}${amplifier}`;
  return head + entity + modifier1 + modifier2 + (version === "13" ? "0000000000" : "");
}

function ofLetters() {
  const key = pick(letters);
  const marks = pick(["-", "A", "B", "C", "D", "E", "F", "G"]) + pick(["-", ..."ABCDEFGHIJKLMN"]);
  return key[0] + pick([..."PUAFNSHGWMDLJK"]) + key[2] + pick([..."PACDXF"]) + key.slice(4) + marks + "---";
}

mkdirSync(out, { recursive: true });
const codes = [];
while (codes.length < Number(count)) {
  const code = below(4) ? numbers() : ofLetters();
  const symbol = new ms.Symbol(code, { infoFields: false });
  // Some entities belong to one edition only.
  if (!symbol.isValid() || !symbol.metadata.baseGeometry.g) continue;
  const inner = symbol.asSVG().replace(/^<svg[^>]*>/, "").replace(/<\/svg>$/, "");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="600" viewBox="-100 -100 400 400">${inner.replaceAll("Arial", "Noto Sans")}</svg>`;
  const font = { loadSystemFonts: false, fontFiles: ["NotoSans-SemiBold.ttf", "NotoSans-Regular.ttf"].map((name) => join(fonts, name)), defaultFontFamily: "Noto Sans" };
  writeFileSync(join(out, `${codes.length}.png`), new Resvg(svg, { font }).render().asPng());
  codes.push(code);
}
writeFileSync(join(out, "codes.txt"), codes.join("\n") + "\n");

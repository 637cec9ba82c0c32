// What a reader takes away of a view: a picture of its drawing, as SVG or PNG, with its finding, unit, source line, version
// and address; and copies of its link, its table and its citation. A picture looks the same on any machine: the colours and
// sizes of the page are written into it, and the page's own faces are inside the file.

(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const VIEW = '[class*="st-key-view-"]'; // a view with all that stands around its drawing
  const MAP = ".cm-map"; // the drawn map, which is on the page for paper where deck.gl draws another
  const TABLE = '[class*="st-key-table-"]'; // its table, folded away until it is asked for
  const WORLD = ".cm-world svg"; // the maps of the members
  const LEGEND = ".cm-marks .cm-legend li, .cm-states li"; // what the marks mean
  const RING = ".cm-ring"; // lies over a drawing, round the mark of a meeting
  const NOTES = ".cm-counted > p, .cm-foot > p"; // what is said below a drawing, the source line last
  const BUTTON = "button[data-take]";
  const SIDE = 24; // pixels of ground round everything
  const GAP = 14; // pixels between words and drawing
  const SPACE = 6; // pixels between a mark of the legend and what follows it
  const APART = 22; // pixels between two marks of the legend with their words
  const ROW = 34; // pixels of a row of the legend where marks have arrows
  const AWAY = 5; // pixels between a city and its ring
  const LINE = 60; // pixels of the line below a view in a frame
  const SHARP = 2; // pixels of a PNG for each of the page
  const PATIENCE = 8000; // milliseconds in which a table may come from the server
  const LONGEST = 120; // characters of a file name at most
  const BREAKS = /(?<=[\s&?=])|(?<=\S{40})/; // where a line may end: after a word, or within an address
  const ISOLATES = /[\u061c\u2066-\u2069]/g; // invisible marks that keep words of another script in their place
  const DATES = { en: "en-GB", ar: "ar-u-nu-latn" }; // the forms in which the page writes a date
  const ARABIC = /[\u0621-\u064a]\P{L}*$/u; // the last letter is an Arabic one
  const ARABIC_MARK = "\u061c"; // counts as an Arabic letter and is not seen
  const [ISOLATE, END] = ["\u2068", "\u2069"];
  // What Plotly lays over a chart for the pointer, and what a map says on hover.
  const POINTER = ".hoverlayer, .zoomlayer, .draglayer, .selectionlayer, .modebar, .legend, .cm-map-reach, title";
  // What decides how a drawing looks: properties that an element has of the one around it, and those that it has alone.
  const INHERITED = [
    ...["direction", "fill", "fill-opacity", "fill-rule", "font-family", "font-size", "font-style", "font-variant-numeric"],
    ...["font-weight", "paint-order", "stroke", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "stroke-opacity"],
    ...["stroke-width", "text-anchor", "visibility", "white-space"],
  ];
  const OWN = { display: "inline", opacity: "1", "unicode-bidi": "normal", "vector-effect": "none" };

  // The marks of the legend as paths, by the classes of their parts.
  const FORMS = {
    "cm-round": ["M1 6.5a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0 -11 0"],
    "cm-square": ["M1 1h11v11h-11z"],
    "cm-dot": ["M5.5 6.5a1 1 0 1 0 2 0a1 1 0 1 0 -2 0"],
    "cm-cross": ["M4 4l5 5m0 -5l-5 5"],
    "cm-up": ["M6.5 0v-7", "M4 -7h5l-2.5 -3z"],
    "cm-ranging": ["M6.5 0v-8m-4.5 0h9"],
    "cm-tie": ["M1 0v6h28v-6"],
    "cm-broken": ["M1 0v6h28v-6", "M11 12h8m-8 4h8m-2 -6l-4 8"],
  };

  const pen = document.createElement("canvas").getContext("2d"); // measures words

  function set(element, attributes) {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  }
  const make = (name, attributes = {}) => set(document.createElementNS(SVG, name), attributes);

  // Writes what the page's sheets say of an element into its copy.
  function writeStyle(element, copy, isRoot = false) {
    const style = getComputedStyle(element);
    const around = getComputedStyle(element.parentElement);
    for (const name of INHERITED) {
      const value = style.getPropertyValue(name);
      if (isRoot || value !== around.getPropertyValue(name)) copy.style.setProperty(name, value);
    }
    for (const [name, usual] of Object.entries(OWN)) {
      const value = style.getPropertyValue(name);
      if (!isRoot && value !== usual && value !== "block") copy.style.setProperty(name, value);
    }
    copy.removeAttribute("class");
    [...element.children].forEach((child, index) => writeStyle(child, copy.children[index]));
  }

  async function readFile(address, kind) {
    const answer = await fetch(new URL(address, document.baseURI));
    return answer[kind]();
  }

  // Puts what a drawing takes from another file into it: the outlines of the map.
  async function bringIn(use) {
    const [file, id] = use.getAttribute("href").split("#");
    const drawing = new DOMParser().parseFromString(await readFile(file, "text"), "image/svg+xml").getElementById(id);
    use.replaceWith(document.importNode(drawing, true));
  }

  // A copy of one drawing of the page that needs neither its sheets nor any other file; over a ground where it has one.
  async function copyDrawing(drawing) {
    const copy = drawing.cloneNode(true);
    writeStyle(drawing, copy, true);
    copy.querySelectorAll("a").forEach((link) => ["href", "data-step"].forEach((name) => link.removeAttribute(name)));
    await Promise.all([...copy.querySelectorAll("use")].map(bringIn));
    if (drawing.matches(MAP)) copy.prepend(make("rect", { width: "100%", height: "100%", fill: getComputedStyle(drawing).backgroundColor }));
    copy.querySelectorAll(POINTER).forEach((element) => element.remove());
    return copy;
  }

  function readWords(element) {
    const copy = element.cloneNode(true);
    copy.querySelectorAll(".cm-act, li > [aria-hidden]").forEach((part) => part.remove());
    copy.querySelectorAll("small").forEach((small) => small.prepend("· ")); // the collection
    return copy.textContent.replace(/[ \n\t]+/g, " ").trim();
  }

  // Words as lines of some width, each of them ordered as it is in the whole: an isolate that goes on in the next line is
  // closed in this one and opened again there, and a number that follows an Arabic letter still does.
  function breakLines(words, width) {
    const lines = [""];
    for (const piece of words.split(BREAKS)) {
      const last = lines.length - 1;
      if (lines[last] && pen.measureText((lines[last] + piece).trim()).width > width) lines.push(piece);
      else lines[last] += piece;
    }
    let open = 0;
    return lines.map((line, index) => {
      const start = ISOLATE.repeat(open) + (ARABIC.test(lines.slice(0, index).join("")) ? ARABIC_MARK : "");
      open += line.split(ISOLATE).length - line.split(END).length;
      return start + line.trim() + END.repeat(open);
    });
  }

  const writeFace = ({ fontFamily, fontSize, fontWeight, color }) =>
    ({ "font-family": fontFamily, "font-size": fontSize, "font-weight": fontWeight, fill: color });

  // Adds words below what is there, set as an element of the page is. Returns where they end.
  function addWords(picture, words, { like, top, width, isAddress = false }) {
    if (!words) return top;
    const style = getComputedStyle(like);
    const isRtl = style.direction === "rtl";
    const height = parseFloat(style.lineHeight);
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    for (const line of breakLines(words, width)) {
      const place = { x: isRtl ? SIDE + width : SIDE, y: top + height / 2 + parseFloat(style.fontSize) * 0.35 };
      const way = { direction: isRtl && !isAddress ? "rtl" : "ltr", "text-anchor": isRtl && isAddress ? "end" : "start" };
      picture.appendChild(make("text", { ...place, ...writeFace(style), ...way })).textContent = line;
      top += height;
    }
    return top;
  }

  // A mark of the legend, which the page draws of borders.
  function drawForm(sign) {
    const { color } = getComputedStyle(sign);
    const [isTie, isFull] = [sign.matches(".cm-tie, .cm-broken"), sign.matches(".cm-full")];
    const size = isTie ? { width: 30, height: 7, "stroke-width": 1.5 } : { width: 13, height: 13, "stroke-width": 2 };
    const form = make("svg", { ...size, overflow: "visible", fill: isFull ? color : "none", stroke: color });
    const paths = [...sign.classList].flatMap((name) => FORMS[name] ?? []);
    form.append(...paths.map((d) => make("path", { d })));
    if (sign.matches(".cm-broken")) form.firstChild.setAttribute("stroke-dasharray", "4 3");
    return form;
  }

  // The marks of an item of a legend; the states of a member have the patterns of their map.
  function listForms(item) {
    const swatch = item.querySelector(".cm-state");
    if (swatch) {
      const { backgroundColor, borderTopColor, borderTopStyle } = getComputedStyle(swatch);
      const fill = swatch.dataset.state ? `url(#cm-fill-${swatch.dataset.state})` : backgroundColor;
      const dashes = borderTopStyle === "dashed" ? { "stroke-dasharray": "5 4" } : {};
      return [make("rect", { width: 18, height: 14, fill, stroke: borderTopColor, ...dashes })];
    }
    const drawn = [...item.querySelectorAll("i")];
    if (drawn.length) return drawn.map(drawForm);
    const sign = item.querySelector("[aria-hidden]"); // a letter
    const form = make("svg", { width: 16, height: 16 });
    const place = { x: 8, y: 13, "text-anchor": "middle", ...writeFace(getComputedStyle(sign)), "font-size": "16px" };
    form.appendChild(make("text", place)).textContent = sign.textContent;
    return [form];
  }

  // Adds what the marks mean below what is there, in rows. Returns where they end.
  function addLegend(picture, items, { like, top, width }) {
    if (!items.length) return top;
    const style = getComputedStyle(like);
    const isRtl = style.direction === "rtl";
    const found = items.map((item) => ({ forms: listForms(item), words: readWords(item) }));
    const height = items.some((item) => item.closest(".cm-forms")) ? ROW : parseFloat(style.lineHeight);
    let x = 0;
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    for (const { forms, words } of found) {
      const lengths = forms.map((form) => Number(form.getAttribute("width")));
      const room = lengths.reduce((sum, length) => sum + length + SPACE, pen.measureText(words).width);
      if (x && x + room > width) [x, top] = [0, top + height];
      const side = (length) => SIDE + (isRtl ? width - x - length : x);
      forms.forEach((form, index) => {
        const y = top + (height - Number(form.getAttribute("height"))) / 2;
        picture.append(set(form, { x: side(lengths[index]), y }));
        x += lengths[index] + SPACE;
      });
      const place = { x: side(0), y: top + height / 2 + parseFloat(style.fontSize) * 0.35, direction: style.direction };
      picture.appendChild(make("text", { ...place, ...writeFace(style) })).textContent = words;
      x += pen.measureText(words).width + APART;
    }
    return top + height;
  }

  // Where the drawings of a view lie: Plotly's over each other, the maps of the members beside each other. The drawn map of
  // the cities is not on the screen where deck.gl draws another.
  function locateDrawings(drawings) {
    if (drawings[0].matches(MAP)) {
      const { width, height } = drawings[0].viewBox.baseVal;
      return [{ x: 0, y: 0, width, height }];
    }
    const boxes = drawings.map((drawing) => drawing.getBoundingClientRect());
    const [left, top] = ["left", "top"].map((edge) => Math.min(...boxes.map((box) => box[edge])));
    return boxes.map((box) => ({ x: box.left - left, y: box.top - top, width: box.width, height: box.height }));
  }

  // Draws the rings round the selected meetings into a copy of a drawing: those that lie over a chart, or of the cities.
  function drawRings(view, copy) {
    const ring = view.querySelector(RING);
    if (!ring) return;
    const look = { fill: "none", stroke: getComputedStyle(ring).borderTopColor, "stroke-width": 2 };
    for (const city of copy.querySelectorAll("[data-meetings]")) {
      if (!city.dataset.meetings.split(" ").some((meeting) => window.listMarked().includes(meeting))) continue;
      city.append(make("circle", { r: Number(city.querySelector("circle").getAttribute("r")) + AWAY, ...look }));
    }
    for (const { style } of view.querySelectorAll(`.js-plotly-plot ${RING}.cm-selected`)) {
      const r = parseFloat(style.width) / 2 - 1;
      copy.append(make("circle", { cx: parseFloat(style.left), cy: parseFloat(style.top), r, ...look }));
    }
    const day = view.querySelector(".cm-day");
    if (day) copy.append(make("path", { d: `M${parseFloat(day.style.left)} ${parseFloat(day.style.top)}v${parseFloat(day.style.height)}`, ...look, "stroke-width": 1 }));
  }

  // The rules of the page's faces that have a letter of some words, with the files inside.
  async function writeFaces(words) {
    const letters = [...new Set(words)].map((letter) => letter.codePointAt(0));
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => {
      if (!(rule instanceof CSSFontFaceRule) || !rule.style.getPropertyValue("src").includes("static/fonts/")) return false;
      const ranges = rule.style.getPropertyValue("unicode-range").split(",").map((range) => range.trim().slice(2).split("-").map((end) => parseInt(end, 16)));
      return ranges.some(([first, last = first]) => letters.some((letter) => letter >= first && letter <= last));
    });
    const faces = rules.map(async ({ style }) => {
      const file = new Blob([await readFile(style.getPropertyValue("src").match(/url\("?([^")]+)/)[1], "arrayBuffer")], { type: "font/woff2" });
      const data = await new Promise((done) => Object.assign(new FileReader(), { onload: ({ target }) => done(target.result) }).readAsDataURL(file));
      const names = ["font-family", "font-weight", "font-style", "unicode-range"];
      return `@font-face{${names.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";")};src:url("${data}") format("woff2")}`;
    });
    return (await Promise.all(faces)).join("");
  }

  // The picture of a view as an element that stands alone: words, drawing, words.
  async function compose(view, { about, version }) {
    const drawings = [...view.querySelectorAll(`.main-svg, ${MAP}, ${WORLD}`)];
    const copies = await Promise.all(drawings.map(copyDrawing));
    drawRings(view, copies.at(-1));
    const boxes = locateDrawings(drawings);
    const [width, height] = [Math.max(...boxes.map((box) => box.x + box.width)), Math.max(...boxes.map((box) => box.y + box.height))];
    const picture = make("svg");
    let top = SIDE;
    const add = (like, words = readWords(like), isAddress = false) => (top = addWords(picture, words, { like, top, width, isAddress }));
    const [title, ...units] = view.querySelectorAll(".cm-heading :is(h2, .cm-unit)");
    [title, ...units].forEach((like) => add(like));
    top += GAP;
    picture.append(...copies.map((copy, index) => set(copy, { ...boxes[index], x: SIDE + boxes[index].x, y: top + boxes[index].y })));
    top = addLegend(picture, [...view.querySelectorAll(LEGEND)], { like: units[0], top: top + height + GAP, width });
    [...view.querySelectorAll(NOTES)].filter((line) => !line.closest(TABLE)).forEach((like) => add(like));
    add(units[0], about);
    add(units[0], window.addressOf(version), true);
    const size = { width: width + 2 * SIDE, height: top + SIDE };
    set(picture, { ...size, viewBox: `0 0 ${size.width} ${size.height}` });
    const [name, style] = [make("title"), make("style")];
    name.textContent = readWords(title).replace(ISOLATES, "");
    style.textContent = await writeFaces(picture.textContent);
    picture.prepend(name, style, make("rect", { ...size, fill: getComputedStyle(document.querySelector(".stApp")).backgroundColor }));
    return picture;
  }

  const write = (picture) => new XMLSerializer().serializeToString(picture).replace(/url\([^()#]*#([\w-]+)(?:&quot;|['"])?\)/g, "url(#$1)");

  async function save(view, folded, ending) {
    const picture = await compose(view, folded.dataset);
    let file = new Blob([write(picture)], { type: "image/svg+xml" });
    if (ending === "png") file = await draw(picture, file);
    const values = [folded.dataset.key, ...new URLSearchParams(window.location.search).values(), folded.dataset.version];
    const name = values.map((value) => value.toLowerCase().replace(/[^a-z0-9.]+/g, "-")).join("-").slice(0, LONGEST);
    window.saveFile(file, `coalition-meetings-${name}.${ending}`);
  }

  // A picture as a PNG. Faces inside an SVG come a moment after it, so it is drawn until every line of words can be seen.
  async function draw(picture, file) {
    const [width, height] = [picture.width, picture.height].map((length) => SHARP * length.baseVal.value);
    const image = Object.assign(new Image(), { src: URL.createObjectURL(file) });
    try {
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      const context = canvas.getContext("2d", { willReadFrequently: true });
      const lines = [...picture.querySelectorAll(":scope > text")].map((line) => SHARP * (line.getAttribute("y") - 8));
      const isSeen = (y) => new Set(new Uint32Array(context.getImageData(0, y, width, SHARP * 6).data.buffer)).size > 1;
      for (const end = performance.now() + PATIENCE; ; await new Promise((done) => setTimeout(done, 100))) {
        const wasSeen = lines.every(isSeen);
        context.drawImage(image, 0, 0, width, height);
        if (wasSeen || performance.now() > end) break; // once more after all lines are there: another face may have come last
      }
      return await new Promise((done) => canvas.toBlob(done, "image/png"));
    } finally {
      URL.revokeObjectURL(image.src);
    }
  }

  // The table of a view as text that a spreadsheet takes; it is asked of the server first if it is not there yet.
  async function readTable(key) {
    const folded = document.querySelector(`.st-key-table-${key}`);
    if (!folded.querySelector("table")) folded.querySelector("summary").click();
    for (const end = performance.now() + PATIENCE; !folded.querySelector("table") && performance.now() < end; ) {
      await new Promise((done) => setTimeout(done, 50));
    }
    const readCell = (cell) => {
      const copy = cell.cloneNode(true);
      copy.querySelectorAll(".cm-cite").forEach((cite) => cite.remove());
      copy.querySelectorAll("br").forEach((end) => end.replaceWith("; "));
      return copy.textContent.replace(ISOLATES, "").replace(/\s+/g, " ").trim().replace(/^[=+\-@]/, "'$&"); // no formula
    };
    const tables = [...folded.querySelectorAll("table")];
    return tables.map((table) => [...table.rows].map((row) => [...row.cells].map(readCell).join("\t")).join("\n")).join("\n\n");
  }

  function writeCitation(view, { citation, version }) {
    const form = new Intl.DateTimeFormat(DATES[document.documentElement.lang], { dateStyle: "long" });
    const title = readWords(view.querySelector(".cm-heading h2")).replace(/\.$/, "");
    const parts = { title, address: window.addressOf(version), date: form.format(new Date()) };
    return citation.replace(/\{(\w+)\}/g, (_, part) => parts[part]);
  }

  // The code with which another site's page shows a view; as high as the view is here, with a line below it.
  function writeFrame(view) {
    const address = new URL(window.location.href);
    address.searchParams.set("embed", "true");
    address.searchParams.set("view", view.className.match(/st-key-view-(\w+)/)[1]);
    const title = readWords(view.querySelector(".cm-heading h2")).replace(ISOLATES, "");
    const height = Math.ceil(view.getBoundingClientRect().height) + LINE;
    const frame = document.createElement("iframe");
    return set(frame, { src: address, title, width: "100%", height, loading: "lazy", style: "border: 0" }).outerHTML;
  }

  const ACTIONS = {
    png: (view, folded) => save(view, folded, "png"),
    svg: (view, folded) => save(view, folded, "svg"),
    link: (_, folded) => window.copyWords(window.addressOf(folded.dataset.version)),
    table: async (_, folded) => window.copyWords(await readTable(folded.dataset.key)),
    citation: (view, folded) => window.copyWords(writeCitation(view, folded.dataset)),
    embed: (view) => window.copyWords(writeFrame(view)),
  };

  // Says what has been done, to the eye beside the button and aloud in the page's region for that.
  function say(folded, words) {
    const line = folded.querySelector(".cm-taken");
    line.textContent = words;
    setTimeout(() => (line.textContent = ""), 5000);
    const region = document.getElementById("cm-status");
    if (region) region.textContent = words;
  }

  document.addEventListener("click", async ({ target }) => {
    const button = target.closest?.(BUTTON);
    if (!button) return;
    const folded = button.closest("details");
    const isPicture = ["png", "svg"].includes(button.dataset.take);
    const done = await ACTIONS[button.dataset.take](button.closest(VIEW), folded).then(() => true, () => false);
    say(folded, done ? folded.dataset[isPicture ? "saved" : "copied"] : folded.dataset.failed);
  });
})();

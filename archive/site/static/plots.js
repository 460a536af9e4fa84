// Draws what a table says, above the table. A figure names the columns:
//   <figure class="plot" data-label="host" data-series="works good, broken bad">
// and holds the table or stands before it (table.rows). Without scripts the table is all there is.
// Colours are those of the site's style sheet, by day and by night; nothing moves.
"use strict";

const MOST_BARS = 25;
const ALPHAS = ["ff", "99", "55"];
const toned = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const cut = (text, length) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
const NARROW = { line: 17, lines: 3 };  // of a bar's label on a phone, where a third of the width is for it

// A label in lines, broken behind a blank or what parts a host's name; the end of a longer one goes.
function folded(text, { line, lines }) {
  const parts = text.match(/[^\s./-]*[\s./-]?/g).flatMap((part) => part.match(new RegExp(`.{1,${line}}`, "g")) ?? []);
  const made = [""];
  for (const part of parts) {
    if ((made.at(-1) + part).trimEnd().length > line) made.push("");
    made[made.length - 1] += part;
  }
  const kept = made.slice(0, lines).map((one) => one.trimEnd());
  if (made.length > lines) kept[lines - 1] = `${kept[lines - 1].slice(0, line - 1)}…`;
  return kept;
}

// The columns of a table by name, each a list of texts; rows come newest or largest first.
function columnsOf(table) {
  const names = [...table.tHead.rows[0].cells].map((cell) => cell.dataset.column);
  const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim()));
  return Object.fromEntries(names.map((name, i) => [name, rows.map((row) => row[i])]));
}

function seriesOf(figure, columns) {
  const seen = {};
  return figure.dataset.series.split(", ").map((pair) => {
    const [name, tone] = pair.split(" ");
    seen[tone] = (seen[tone] ?? -1) + 1;
    const numbers = columns[name].map((text) => (text === "" ? null : Number(text.replaceAll(",", ""))));
    return { name, tone, alpha: ALPHAS[seen[tone] % ALPHAS.length], numbers };
  });
}

function datasetOf(series, isLine) {
  const colour = toned(series.tone) + series.alpha;
  return {
    label: series.name.replaceAll("_", " "),
    data: series.numbers,
    backgroundColor: colour,
    borderColor: colour,
    borderWidth: isLine ? 2 : 0,
    maxBarThickness: 34,
  };
}

const isNarrow = (figure) => figure.clientWidth < 480;

function optionsOf(figure, isLying, isLine, many) {
  const ink = { color: toned("ink"), font: { family: "system-ui, sans-serif", size: 13 } };
  const numbers = {
    stacked: !isLine,
    beginAtZero: true,
    title: { display: Boolean(figure.dataset.unit), text: figure.dataset.unit, ...ink },
    ticks: { precision: 0, maxTicksLimit: 6, ...ink },
    grid: { color: toned("line") },
  };
  const labels = {
    stacked: !isLine,
    grid: { display: false },
    ticks: {
      ...ink,
      autoSkip: !isLying,
      maxRotation: 60,
      callback(value) {
        const label = this.getLabelForValue(value);
        if (!isNarrow(figure)) return cut(label, 36);
        return isLying ? folded(label, NARROW) : cut(label, 16);
      },
    },
  };
  return {
    animation: false,
    maintainAspectRatio: false,
    indexAxis: isLying ? "y" : "x",
    scales: isLying ? { x: numbers, y: labels } : { x: labels, y: numbers },
    // Bars that lie may go on for screens: what their colours mean stands before them.
    plugins: { legend: { display: many, position: isLying ? "top" : "bottom", labels: { boxWidth: 14, ...ink } } },
  };
}

// Years before the first and after the last in which there was something are left out.
function trimmed(kept, series) {
  const isSaid = (i) => series.some((one) => one.numbers[i]);
  return kept.slice(kept.findIndex(isSaid), kept.findLastIndex(isSaid) + 1);
}

// Years in which there was nothing keep their place between the others.
function fillYears(labels, series) {
  const [first, last] = [Number(labels[0]), Number(labels.at(-1))];
  const years = Array.from({ length: last - first + 1 }, (_, i) => String(first + i));
  for (const one of series) {
    const known = new Map(labels.map((label, i) => [label, one.numbers[i]]));
    one.numbers = years.map((year) => known.get(year) ?? null);
  }
  return years;
}

function draw(figure) {
  const columns = columnsOf(figure.querySelector("table") ?? document.querySelector("table.rows"));
  const isLying = figure.dataset.form === "lying";
  const isLine = figure.dataset.form === "line";
  const series = seriesOf(figure, columns);
  // Rows with nothing to draw are left out, e.g. a topic without a dated reference.
  let kept = columns[figure.dataset.label].map((_, i) => i).filter((i) => series.some((s) => s.numbers[i] !== null));
  if (figure.dataset.label === "year") kept = trimmed(kept, series);
  if (isLying) kept = kept.slice(0, MOST_BARS);
  else kept.reverse();  // time runs to the right
  for (const one of series) one.numbers = kept.map((i) => one.numbers[i]);
  const drawn = series.filter((one) => one.numbers.some(Boolean));
  figure.hidden = drawn.length === 0;
  if (figure.hidden) return;
  const place = figure.querySelector(".canvas") ?? document.createElement("div");
  place.className = "canvas";
  let labels = kept.map((i) => columns[figure.dataset.label][i]);
  const lines = isNarrow(figure) ? Math.max(...labels.map((label) => folded(label, NARROW).length)) : 1;
  place.style.height = isLying ? `${kept.length * (10 + 16 * lines) + 90}px` : "";
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `${figure.querySelector("figcaption").textContent.trim()}. The table has the same figures.`);
  place.replaceChildren(canvas);
  figure.querySelector("figcaption").after(place);
  if (figure.dataset.label === "year") labels = fillYears(labels, drawn);
  new Chart(canvas, {
    type: isLine ? "line" : "bar",
    data: { labels, datasets: drawn.map((one) => datasetOf(one, isLine)) },
    options: optionsOf(figure, isLying, isLine, drawn.length > 1),
  });
}

const DAY_MS = 86400000;
const MONTHS = 12;

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

// One month: its name, and its days in weeks that begin on Monday.
function monthOf(year, month, counts, most, unit) {
  const first = new Date(Date.UTC(year, month, 1));
  const days = element("div", "days", "");
  for (let day = first; day.getUTCMonth() === first.getUTCMonth(); day = new Date(+day + DAY_MS)) {
    const count = counts.get(day.toISOString().slice(0, 10)) ?? 0;
    const shown = element("span", count ? (2 * count > most ? "many" : "few") : "", day.getUTCDate());
    shown.title = `${day.getUTCDate()}: ${count} ${unit}`;
    if (day === first) shown.style.gridColumnStart = ((day.getUTCDay() + 6) % 7) + 1;
    days.append(shown);
  }
  const name = first.toLocaleDateString("en", { month: "long", year: "numeric", timeZone: "UTC" });
  const box = element("div", "month", "");
  box.append(element("p", "name", name), days);
  return box;
}

// The months up to the latest day of which there is something to say.
function drawCalendar(figure) {
  const columns = columnsOf(figure.querySelector("table") ?? document.querySelector("table.rows"));
  const series = seriesOf(figure, columns);
  const days = columns[figure.dataset.label];
  const counts = new Map(days.map((day, i) => [day, series.reduce((sum, one) => sum + one.numbers[i], 0)]));
  const place = element("div", "calendar", "");
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", "The same by months. The table has the same figures.");
  const ordered = [...days].sort();
  const [from, to] = [ordered[0], ordered.at(-1)].map((day) => 12 * day.slice(0, 4) + Number(day.slice(5, 7)) - 1);
  for (let month = Math.max(from, to - MONTHS + 1); month <= to; month++) {
    place.append(monthOf(Math.floor(month / 12), month % 12, counts, Math.max(...counts.values()), figure.dataset.unit));
  }
  figure.append(place);
}

for (const figure of document.querySelectorAll("figure.plot[data-calendar]")) drawCalendar(figure);

function drawAll() {
  for (const figure of document.querySelectorAll("figure.plot")) {
    Chart.getChart(figure.querySelector("canvas") ?? undefined)?.destroy();
    draw(figure);
  }
}
drawAll();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);

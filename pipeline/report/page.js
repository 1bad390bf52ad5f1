"use strict";
const incidents = JSON.parse(document.getElementById("data").textContent);
const land = JSON.parse(document.getElementById("land").textContent);
const PAGE = 50;
const COLUMNS = [
  ["date", "Date"], ["mission", "Mission"], ["country", "Country"], ["place", "Place"],
  ["type", "Type"], ["killed", "Killed"], ["injured", "Injured"], ["told", "Reports"],
];
const NUMBERS = new Set(["killed", "injured", "told"]);
const form = document.getElementById("filters");
const views = {};
let shown = incidents, sorted = "date", down = true, page = 0;

// The only way text gets into the page: never as markup, direction characters made visible.
function add(parent, tag, text, attributes = {}) {
  const node = document.createElement(tag);
  if (text !== undefined && text !== null) {
    node.textContent = String(text).replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
      (c) => "\\u" + c.codePointAt(0).toString(16).padStart(4, "0"));
  }
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  parent.append(node);
  return node;
}

function fill(name) {
  const values = [...new Set(incidents.flatMap((each) => each[name]).filter(Boolean))].sort();
  for (const value of values) add(form.elements[name], "option", value, { value });
}

function filter() {
  const want = Object.fromEntries(new FormData(form));
  const words = want.words.toLowerCase();
  shown = incidents.filter((each) =>
    (!words || each.search.includes(words)) &&
    (!want.several || each.told > 1) &&
    (!want.from || (each.date && each.date >= want.from)) &&
    (!want.to || (each.date && each.date <= want.to)) &&
    ["mission", "country", "type", "language"].every(
      (name) => !want[name] || [].concat(each[name]).includes(want[name])));
  page = 0;
  sort();
  showFigures();
  showCharts();
}

function sort() {
  const key = (each) => (Array.isArray(each[sorted]) ? each[sorted].join() : each[sorted]) ?? "";
  shown.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0) * (down ? -1 : 1));
  showTable();
}

const sum = (name) => shown.reduce((total, each) => total + (each[name] ?? 0), 0);

function showFigures() {
  const list = document.getElementById("figures");
  list.replaceChildren();
  for (const [title, value] of [["incidents", shown.length], ["killed", sum("killed")],
    ["injured", sum("injured")], ["reports", sum("told")]]) {
    const box = add(list, "div");
    add(box, "dt", title);
    add(box, "dd", value.toLocaleString("en"), { "data-figure": title });
  }
}

function showTable() {
  const [head, body] = ["thead tr", "tbody"].map((each) => document.querySelector("#table " + each));
  for (const cell of head.children) {
    const mine = cell.dataset.name === sorted;
    cell.setAttribute("aria-sort", mine ? (down ? "descending" : "ascending") : "none");
  }
  body.replaceChildren();
  for (const each of shown.slice(page * PAGE, (page + 1) * PAGE)) {
    const row = add(body, "tr");
    for (const [name] of COLUMNS) {
      const value = Array.isArray(each[name]) ? each[name].join(", ") : each[name];
      if (name !== "date") { add(row, "td", value, NUMBERS.has(name) ? { class: "number" } : {}); continue; }
      const open = add(add(row, "td"), "button", value || "undated", { type: "button", "aria-expanded": "false" });
      open.addEventListener("click", () => toggle(row, open, each));
    }
  }
  const pages = Math.max(1, Math.ceil(shown.length / PAGE));
  document.getElementById("page").textContent = `page ${page + 1} of ${pages}`;
  document.getElementById("before").disabled = page === 0;
  document.getElementById("after").disabled = page + 1 >= pages;
}

function toggle(row, open, incident) {
  const is = open.getAttribute("aria-expanded") === "true";
  open.setAttribute("aria-expanded", String(!is));
  if (is) { row.nextSibling.remove(); return; }
  const below = document.createElement("tr");
  row.after(below);
  const box = add(add(below, "td", null, { colspan: COLUMNS.length }), "div", null, { class: "reports" });
  for (const report of incident.reports) {
    const article = add(box, "article", null, { lang: report.language });
    add(article, "h3", `${report.source} · ${report.language} · ${report.published ?? "undated"}`);
    add(article, "div", `killed ${report.killed ?? "?"}, injured ${report.injured ?? "?"}` +
      (report.by ? ` · ${report.by}` : "") + (report.recalled ? " · recalled" : ""));
    for (const quote of report.quotes) {
      const block = add(article, "blockquote", null, { dir: "auto" });
      for (const [text, labels] of quote) {
        if (!labels.length) { add(block, "span", text); continue; }
        add(add(block, "mark", text), "small", labels.join(" "));
      }
    }
  }
}

function group(rows, key) {
  const found = new Map();
  for (const each of rows) for (const name of [].concat(key(each))) {
    if (!name) continue;
    const entry = found.get(name) ?? { name, killed: 0, injured: 0, incidents: 0 };
    entry.killed += each.killed ?? 0;
    entry.injured += each.injured ?? 0;
    entry.incidents += 1;
    found.set(name, entry);
  }
  return [...found.values()];
}

const flat = (groups) => groups.flatMap((each) => ["killed", "injured"].map(
  (outcome) => ({ name: each.name, outcome, people: each[outcome] })));

function chartRows() {
  const placed = shown.filter((each) => each.lat !== null);
  const points = group(placed, (each) => `${each.lat} ${each.lon}`).map((each) => {
    const [lat, lon] = each.name.split(" ").map(Number);
    return { ...each, lat, lon };
  });
  const missions = group(shown, (each) => each.mission)
    .sort((a, b) => b.killed + b.injured - a.killed - a.injured).slice(0, 15);
  document.getElementById("unplaced").textContent =
    `(${(shown.length - placed.length).toLocaleString("en")} without coordinates)`;
  return { "by-year": flat(group(shown, (each) => each.date?.slice(0, 4))), "by-mission": flat(missions), map: points };
}

function bars(across) {
  const people = { field: "people", type: "quantitative", title: "people", stack: true };
  const name = { field: "name", type: "nominal", title: null, sort: across ? "ascending" : null };
  return { data: { name: "rows" }, mark: "bar", height: 220, width: "container",
    encoding: { ...(across ? { x: name, y: people } : { y: name, x: people }),
      color: { field: "outcome", type: "nominal", title: null, legend: { orient: "top" },
        scale: { domain: ["killed", "injured"], range: ["#b5382a", "#d9973c"] } },
      tooltip: [{ field: "name" }, { field: "outcome" }, { field: "people" }] } };
}

const MAP = { width: "container", height: 380, projection: { type: "equalEarth" }, layer: [
  { data: { values: land, format: { type: "topojson", feature: "land" } },
    mark: { type: "geoshape", fill: "#8883", stroke: "#8888" } },
  { data: { name: "rows" }, mark: { type: "circle", color: "#b5382a", opacity: 0.55 },
    encoding: { longitude: { field: "lon", type: "quantitative" }, latitude: { field: "lat", type: "quantitative" },
      size: { field: "killed", type: "quantitative", title: "killed", scale: { range: [15, 700] } },
      tooltip: [{ field: "incidents" }, { field: "killed" }, { field: "injured" }] } } ] };

function showCharts() {
  for (const [id, rows] of Object.entries(chartRows())) views[id]?.data("rows", rows).resize().runAsync();
}

async function drawCharts() {
  const ink = getComputedStyle(document.body).color;
  const config = { background: "transparent", view: { stroke: null },
    axis: { labelColor: ink, titleColor: ink, gridColor: "#8883" }, legend: { labelColor: ink, titleColor: ink } };
  const datasets = chartRows();
  for (const [id, spec] of [["by-year", bars(true)], ["by-mission", bars(false)], ["map", MAP]]) {
    const drawn = await vegaEmbed(document.getElementById(id), { ...spec, config, datasets: { rows: datasets[id] } }, { actions: false, mode: "vega-lite" });
    views[id] = drawn.view;
  }
  document.body.dataset.ready = "true";
}

for (const [name, title] of COLUMNS) {
  const cell = add(document.querySelector("#table thead tr"), "th", null, { scope: "col", "data-name": name });
  add(cell, "button", title, { type: "button" }).addEventListener("click", () => {
    down = sorted === name ? !down : NUMBERS.has(name);
    sorted = name;
    sort();
  });
}
for (const name of ["mission", "country", "type", "language"]) fill(name);
form.addEventListener("input", filter);
form.addEventListener("reset", () => setTimeout(filter));
form.addEventListener("submit", (event) => event.preventDefault());
document.getElementById("before").addEventListener("click", () => { page -= 1; showTable(); });
document.getElementById("after").addEventListener("click", () => { page += 1; showTable(); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawCharts);
filter();
drawCharts();

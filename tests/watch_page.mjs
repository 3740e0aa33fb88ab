// The script of the page to watch on, run in a world of virtual time: `node watch_page.mjs`.
//
// On stdin: {script, until_ms, offset_ms, ways: [[up_ms, down_ms]...], steps: [{at_ms, ...}]}, where
// a step tells (`data`), ends (`end`), opens (`open`), sleeps (`sleep_ms`) or hides (`hidden`).
// The sender's clock shows the true time and `offset_ms`. On stdout: what the page showed, one
// entry for each change, [true time, {force, where, alarm, body}].
import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";

const given = JSON.parse(readFileSync(0, "utf8"));
let true_ms = 0, asleep_ms = 0, asked = 0;
const due = [], shown = [], texts = {}, body = { className: "stale" }, heard = {};
const at = (when, act) => due.push({ when, act });

class EventSource {
  constructor() { Object.assign(heard, { source: this }); }
  addEventListener(name, act) { heard[name] = act; }
}
function every(act, each_ms, when = true_ms + each_ms) {
  at(when, () => { act(); every(act, each_ms); });
}
function fetched() {
  const [up_ms, down_ms] = given.ways[Math.min(asked++, given.ways.length - 1)];
  return new Promise((answered) => at(true_ms + up_ms, () => {
    const sent = true_ms + given.offset_ms;
    at(true_ms + down_ms, () => answered({ ok: true, text: async () => sent.toFixed(0) }));
  }));
}
const element = (id) => ({ set textContent(text) { texts[id] = String(text); } });
const document = {
  body, hidden: false, getElementById: element,
  addEventListener: (name, act) => { heard[name] = act; },
};
runInNewContext(given.script, {
  document, EventSource, setInterval: every, fetch: fetched, location: { pathname: "/secret" },
  Date: { now: () => true_ms + 1.7e12 }, performance: { now: () => true_ms - asleep_ms }, Math, JSON,
  Number,
});

function happen(step) {
  if (step.sleep_ms) { true_ms += step.sleep_ms; asleep_ms += step.sleep_ms; }
  if ("hidden" in step) { document.hidden = step.hidden; heard.visibilitychange(); }
  if (step.open) heard.source.onopen();
  if (step.data) heard.source.onmessage({ data: JSON.stringify(step.data) });
  if (step.end) heard.end();
}
for (const step of given.steps) at(step.at_ms, () => happen(step));
while (true_ms < given.until_ms) {
  due.sort((one, other) => one.when - other.when);
  const next = due.shift();
  true_ms = Math.max(true_ms, next.when);
  next.act();
  await new Promise(setImmediate);
  const now = JSON.stringify({ force: texts.force, where: texts.where, alarm: texts.alarm, body: body.className });
  if (now !== shown.at(-1)?.[1]) shown.push([true_ms, now]);
}
console.log(JSON.stringify(shown.map(([when, what]) => [when, JSON.parse(what)])));

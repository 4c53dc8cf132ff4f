// Keys, clicks and the clock of a show. The address is the truth: all this does is to ask for another one.
// Streamlit calls the function below again at every run without undoing the run before, so everything stands in ONE
// slot of the window and is taken away first.
export default function (component) {
  const { data, setTriggerValue } = component;
  const slot = (window.dossierShow ??= { renders: 0, unanswered: 0, down: false });
  undo(slot);
  slot.at = { ...data.at };
  slot.data = data;
  slot.renders += 1;
  slot.unanswered = 0;
  slot.ask = (change) => {
    Object.assign(slot.at, change);
    setTriggerValue("asked", { ...slot.at, newest: Boolean(change.newest) });
  };
  slot.onKey = (event) => key(slot, event);
  slot.onClick = (event) => click(slot, event);
  slot.onMove = () => cursor(slot);
  document.addEventListener("keydown", slot.onKey, true);
  document.addEventListener("click", slot.onClick, true);
  document.addEventListener("mousemove", slot.onMove);
  cursor(slot);
  if (data.at.seconds && !data.at.paused && !data.at.unit) {
    slot.clock = setInterval(() => advance(slot), data.at.seconds * 1000);
  }
  slot.watch ??= setInterval(() => watch(slot), 3000);
  const mine = slot.onKey;
  return () => {
    if (slot.onKey !== mine) return; // a later run took over
    undo(slot);
    clearInterval(slot.watch);
    delete slot.watch;
    document.body.style.cursor = "";
  };
}

function undo(slot) {
  document.removeEventListener("keydown", slot.onKey, true);
  document.removeEventListener("click", slot.onClick, true);
  document.removeEventListener("mousemove", slot.onMove);
  clearInterval(slot.clock);
  clearTimeout(slot.idle);
}

const turned = (slot, steps) => (slot.at.slide - 1 + steps + slot.data.slides) % slot.data.slides + 1;

// The next one; after the last a new round begins. A slide of one unit was asked for, so it stays until somebody goes on.
function next(slot) { slot.ask({ slide: turned(slot, 1), unit: "" }); }
function back(slot) { slot.ask(slot.at.unit ? { unit: "" } : { slide: turned(slot, -1) }); }

function advance(slot) {
  slot.unanswered += 1;
  // The clock rang and no new slide came: the connection is gone although the server answers.
  if (slot.unanswered > 4 && !slot.down) return location.reload();
  if (slot.unanswered === 1) next(slot);
  else slot.ask({});
}

function beside(slot, step) {
  const units = slot.data.units;
  if (!units.length) return;
  const place = units.indexOf(slot.at.unit);
  const wanted = place < 0 ? (step > 0 ? 0 : units.length - 1) : (place + step + units.length) % units.length;
  slot.ask({ unit: units[wanted] });
}

function key(slot, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, [contenteditable]")) return;
  const named = {
    ArrowRight: () => next(slot), PageDown: () => next(slot), " ": () => next(slot), Enter: () => next(slot),
    ArrowLeft: () => back(slot), PageUp: () => back(slot), Backspace: () => back(slot),
    ArrowDown: () => beside(slot, 1), ArrowUp: () => beside(slot, -1),
    Home: () => slot.ask({ slide: 1, unit: "" }), End: () => slot.ask({ slide: slot.data.slides, unit: "" }),
    p: () => slot.ask({ paused: !slot.at.paused }),
    d: () => slot.ask({ dark: !slot.at.dark }),
    n: () => slot.ask({ slide: 1, unit: "", newest: true }),
    f: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()),
    Escape: () => (slot.at.unit ? slot.ask({ unit: "" }) : location.assign(slot.data.leave)),
  };
  const pressed = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const digit = /^[1-9]$/.test(pressed) ? Number(pressed) : 0;
  const act = digit && digit <= slot.data.slides ? () => slot.ask({ slide: digit, unit: "" }) : named[pressed];
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  if (!event.repeat) act();
}

function click(slot, event) {
  if (event.button || event.target.closest?.("a, button, input, [role=button]")) return;
  const stage = document.querySelector(".st-key-show-stage")?.getBoundingClientRect();
  if (!stage) return;
  const scale = 1920 / stage.width;
  const x = (event.clientX - stage.left) * scale, y = (event.clientY - stage.top) * scale;
  const tile = slot.at.unit ? null : slot.data.tiles.find((t) => x >= t.left && x <= t.right && y >= t.top && y <= t.bottom);
  if (tile) slot.ask({ unit: tile.unit });
  else if (x >= 960) next(slot);
  else back(slot);
}

function cursor(slot) {
  document.body.style.cursor = "";
  clearTimeout(slot.idle);
  slot.idle = setTimeout(() => (document.body.style.cursor = "none"), 3000);
}

// Streamlit connects again by itself; where it does not, the page is loaded again as soon as the server answers.
async function watch(slot) {
  let up = false;
  try {
    const stop = AbortSignal.timeout(2500);
    up = (await fetch(new URL("_stcore/health", document.baseURI), { cache: "no-store", signal: stop })).ok;
  } catch { /* no answer is the answer */ }
  if (up && slot.down) {
    const seen = slot.renders;
    setTimeout(() => { if (slot.renders === seen) location.reload(); }, 5000);
  }
  slot.down = !up;
}

// The pictures' side: writes the current epoch into the box of every chart, and finds epochs under the pointer.

const FILM = ".st-key-film"
// The pictures whose horizontal axis is the epoch.
const CURVES = ["loss_curve", "weight", "bias"]

function type(input, text) {
  input.value = text
  input.dispatchEvent(new Event("input", { bubbles: true }))
}

// What a chart's box has to say: the epoch for people, the place on the way, the columns gliding, and exact.
function textFor(reel, names, epoch, place) {
  const share = place - epoch
  const next = Math.min(epoch + 1, reel.last)
  const exact = names.map((name) => reel.at(name, epoch))
  const gliding = share ? names.map((name, i) => exact[i] + share * (reel.at(name, next) - exact[i])) : exact
  return [epoch.toLocaleString("en"), place, ...gliding, ...exact].join(";")
}

function pictures() {
  const written = new WeakMap()
  const seen = new WeakMap()
  const watcher = new IntersectionObserver((entries) => entries.forEach((entry) => seen.set(entry.target, entry.isIntersecting)))

  const box = (view, name) => document.querySelector(`${FILM} .st-key-${view} input[name=${name}]`)

  function write(view, name, text) {
    const input = box(view, name)
    if (!input || written.get(input) === text) return
    written.set(input, text)
    type(input, text)
  }

  // While it plays, only what can be seen is drawn.
  function show(reel, views, epoch, place, playing) {
    for (const view in views) {
      const input = box(view, "k")
      if (!input) continue
      const chart = input.closest(".vega-embed") ?? input
      if (!seen.has(chart)) {
        seen.set(chart, true)
        watcher.observe(chart)
      }
      if (playing && !seen.get(chart)) continue
      write(view, "k", textFor(reel, views[view], epoch, place))
    }
  }

  return { show, write, end: () => watcher.disconnect() }
}

// The rectangle of a picture's axes on the screen.
function plotOf(view) {
  const chart = document.querySelector(`.st-key-${view} .vega-embed`)
  return chart?.querySelector(".role-frame.root path.background")?.getBoundingClientRect() ?? null
}

// The epoch under a pointer on one of the curves, null where it is elsewhere.
function epochUnder(event, axis, last) {
  const view = CURVES.find((name) => event.target.closest?.(`.st-key-${name} .vega-embed`))
  const plot = view && plotOf(view)
  if (!plot || event.clientY < plot.top || event.clientY > plot.bottom) return null
  const share = (event.clientX - plot.left) / plot.width
  if (share < -0.03 || share > 1.03) return null
  const inside = Math.max(0, Math.min(1, share))
  const end = Math.max(last, 1)
  const epoch = axis === "log" ? Math.expm1(inside * Math.log1p(end)) : inside * end
  return { view, plot, epoch: Math.min(last, Math.round(epoch)) }
}

// A curve of the loss, drawn before the run: freely by mouse or finger, or by five handles with the arrow keys. The
// picture draws it, from the text in its box `drawn`; Python hears of it when it is committed.

const LOSS = ".st-key-loss_curve"
const COLUMNS = 60 // places across the picture at which the curve has a height
const HANDLES = [0.2, 0.4, 0.6, 0.8, 1]
const drawings = new WeakMap()
const curves = new Map() // what was drawn in each lesson, by its name

export default function ({ parentElement, data, setTriggerValue }) {
  const drawing = drawings.get(parentElement) ?? start(parentElement)
  drawing.take(data, setTriggerValue)
  return () => drawing.end()
}

// An axis of the epochs that is logarithmic is so but for its first epoch.
const epochAt = (share, { last, axis }) => (axis === "log" ? Math.expm1(share * Math.log1p(last)) : share * last)

function start(root) {
  const layer = root.querySelector(".drawn-layer")
  const [pad, said, done] = [".pad", ".said", ".done"].map((name) => layer.querySelector(name))
  const plot = plotUnder(layer, root, LOSS)
  let [given, send] = [null, () => {}]
  let [pressed, before] = [null, null] // the column that was last drawn to, and what an Escape brings back

  const own = () => curves.get(given.lesson)
  const losses = () => own().losses
  const column = (share) => Math.round(share * COLUMNS)

  function text() {
    const pairs = given.curve ?? losses().map((loss, i) => [epochAt(i / COLUMNS, given), loss])
    return pairs.map(([epoch, loss]) => `${Number(epoch.toPrecision(6))},${Number(loss.toPrecision(6))}`).join(";")
  }

  // Straight from one column to another; the first one is known, and stays.
  function stretch(from, to, low, high) {
    const step = Math.sign(to - from) || 1
    for (let i = from; i !== to + step; i += step) {
      const share = to === from ? 1 : (i - from) / (to - from)
      if (i > 0) losses()[i] = low + share * (high - low)
    }
    own().touched = true
  }

  function draw(event) {
    const { x, y } = plot.under(event.clientX, event.clientY)
    const at = column(Math.max(0, Math.min(1, x)))
    const from = pressed ?? at
    stretch(from, at, pressed === null ? y : losses()[from], y)
    pressed = at
  }
  // A finger has to go sideways to be more than the beginning of a scroll, which the browser then takes over.
  let finger = null
  pad.onpointerdown = (event) => {
    if (event.button || !event.isPrimary) return
    pressed = null
    finger = event.pointerType === "touch" ? event.clientX : null
    if (finger === null) event.preventDefault()
    pad.setPointerCapture(event.pointerId)
    if (finger === null) draw(event)
  }
  pad.onpointermove = (event) => {
    if (!pad.hasPointerCapture(event.pointerId)) return
    if (finger !== null && Math.abs(event.clientX - finger) < 8) return
    finger = null
    draw(event)
  }

  function move(place, loss) {
    const at = column(HANDLES[place])
    const [left, right] = [place ? column(HANDLES[place - 1]) : 0, place < HANDLES.length - 1 ? column(HANDLES[place + 1]) : null]
    stretch(left, at, losses()[left], loss)
    if (right !== null) stretch(at, right, loss, losses()[right])
  }

  const steps = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 }
  const handles = HANDLES.map((share, place) => {
    const handle = document.createElement("button")
    Object.assign(handle, { type: "button", className: "handle" })
    handle.setAttribute("role", "slider")
    handle.setAttribute("aria-orientation", "vertical")
    handle.onfocus = () => (before = [...losses()])
    handle.onpointerdown = (event) => {
      if (event.button || !event.isPrimary) return
      event.preventDefault()
      handle.focus({ preventScroll: true })
      handle.setPointerCapture(event.pointerId)
    }
    handle.onpointermove = (event) => {
      if (handle.hasPointerCapture(event.pointerId)) move(place, plot.under(event.clientX, event.clientY).y)
    }
    handle.onkeydown = (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return
      if (event.key === "Escape") own().losses = before
      else if (event.key in steps) {
        const step = steps[event.key] * (event.shiftKey ? 0.005 : 0.025) * plot.span("y")
        move(place, plot.inside("y", losses()[column(share)] + step))
      } else return
      event.preventDefault()
      event.stopPropagation()
    }
    layer.insertBefore(handle, done)
    return handle
  })
  done.onclick = () => send("committed", losses().map((loss, i) => [epochAt(i / COLUMNS, given), loss]))

  function show() {
    const asks = !given.curve
    for (const element of [pad, done, ...handles]) element.hidden = !asks
    done.disabled = asks && !own().touched
    said.textContent = asks && !own().touched ? "Draw the curve, or move its handles" : "your curve"
    if (!asks) return
    handles.forEach((handle, place) => {
      const share = HANDLES[place]
      const loss = losses()[column(share)]
      plot.put(handle, share, loss)
      const epoch = Math.round(epochAt(share, given)).toLocaleString("en")
      const values = { label: `Your loss at epoch ${epoch}`, valuemin: 0, valuemax: given.high, valuenow: loss }
      values.valuetext = `epoch ${epoch}, loss ${short(loss, 3)}`
      for (const name in values) handle.setAttribute(`aria-${name}`, String(values[name]))
    })
  }

  let drawn = ""
  function look() {
    if (!given || !plot.follow()) return
    const curve = text()
    if (curve !== drawn) show()
    drawn = curve
    plot.write("drawn", curve)
  }

  const loop = following(look)
  const drawing = {
    take(data, answer) {
      ;[given, send] = [data, answer]
      if (!curves.has(data.lesson)) curves.set(data.lesson, { touched: false, losses: Array(COLUMNS + 1).fill(data.first) })
      plot.take({ x: [0, 1], y: [0, data.high] })
      drawn = ""
    },
    end() {
      loop.end()
      plot.write("drawn", "")
      layer.remove()
      drawings.delete(root)
    },
  }
  drawings.set(root, drawing)
  return drawing
}

// Hands on the plot: a line of one's own by its two ends, and points to drag. Everything shows at once in the picture,
// which reads the boxes `yours` and `drag`; Python hears of a line that is to be started from, and of a point let go.

const QUIET = 600 // ms without a key until a point moved by keyboard counts as let go
const hands = new WeakMap()

export default function ({ parentElement, data, setTriggerValue }) {
  const hand = hands.get(parentElement) ?? start(parentElement)
  hand.take(data, setTriggerValue)
  return () => hand.end()
}

function element(name, label, tag = "button") {
  const made = document.createElement(tag)
  made.className = name
  if (tag === "button") made.type = "button"
  if (label) made.setAttribute("aria-label", label)
  return made
}

function start(root) {
  const toggle = root.querySelector("button")
  const layer = element("hands-layer", "", "div")
  const handles = ["Left", "Right"].map((side) => element("handle", `${side} end of your line`))
  const grip = element("grip", "Point")
  const said = element("said", "", "div")
  const fromHere = element("from-here")
  fromHere.textContent = "Let the neuron start from here"
  said.setAttribute("role", "status")
  handles.forEach((handle) => handle.setAttribute("role", "slider"))
  grip.setAttribute("role", "application")
  layer.append(grip, ...handles, said, fromHere)

  let [given, send, frame, box] = [null, () => {}, null, null]
  let ends = null // the heights of one's own line at both ends of the axis; null where there is none
  let [current, draft] = [0, null] // the point that keys act on, and the one being moved
  let [request, sent] = [0, null]

  const plot = () => document.querySelector(".st-key-fitted_line")
  const span = (axis) => given[`${axis}_high`] - given[`${axis}_low`]
  const left = (x) => ((x - given.x_low) / span("x")) * box.width
  const top = (y) => ((given.y_high - y) / span("y")) * box.height
  const xAt = (pixel) => given.x_low + (pixel / box.width) * span("x")
  const yAt = (pixel) => given.y_high - (pixel / box.height) * span("y")
  const inside = (axis, value) => Math.max(given[`${axis}_low`], Math.min(given[`${axis}_high`], value))
  // Three digits more than a hundredth of the axis needs.
  const rounded = (axis, value) => Number(value.toFixed(Math.max(0, Math.min(12, 3 - Math.floor(Math.log10(span(axis)))))))

  function write(name, text) {
    const input = plot()?.querySelector(`input[name=${name}]`)
    if (!input || input.value === text) return
    input.value = text
    input.dispatchEvent(new Event("input", { bubbles: true }))
    input.dispatchEvent(new Event("change", { bubbles: true }))
  }

  // One's own line as weight and bias, and the loss of any straight line from the data's sums.
  function line() {
    const weight = (ends[1] - ends[0]) / span("x")
    return { weight, bias: ends[0] - weight * given.x_low }
  }
  function lossOf({ weight, bias }) {
    const { n, x, y, xx, xy, yy } = given.sums
    const off = y - weight * x - bias
    return Math.max(0, yy - 2 * weight * xy + weight * weight * xx + n * off * off) * given.factor
  }

  function take(data, answer) {
    const fresh = !given || given.key !== data.key
    given = data
    send = answer
    // What was let go is in the new run's points; until it came the picture kept it in its place.
    if (fresh) [draft, sent] = [null, null]
    current = Math.min(current, data.rows.length - 1)
    document.dispatchEvent(new CustomEvent("film-ask"))
  }

  function look() {
    request = requestAnimationFrame(look)
    const place = plot()
    const drawn = place?.querySelector(".role-frame.root path.background")
    if (!given || !drawn) return
    if (layer.parentElement !== place) place.append(layer)
    const [outer, inner] = [place.getBoundingClientRect(), drawn.getBoundingClientRect()]
    box = { left: inner.left - outer.left, top: inner.top - outer.top, width: inner.width, height: inner.height }
    Object.assign(layer.style, {
      left: `${box.left}px`,
      top: `${box.top}px`,
      width: `${box.width}px`,
      height: `${box.height}px`,
    })
    show()
  }

  function show() {
    toggle.setAttribute("aria-pressed", String(ends !== null))
    handles.forEach((handle, i) => {
      handle.hidden = ends === null
      if (ends === null) return
      Object.assign(handle.style, { left: `${i * box.width}px`, top: `${top(inside("y", ends[i]))}px` })
      handle.setAttribute("aria-valuenow", String(rounded("y", ends[i])))
      handle.setAttribute("aria-valuetext", `y = ${short(ends[i], 4)}`)
    })
    const point = draft ?? { x: given.x[current], y: given.y[current] }
    Object.assign(grip.style, { left: `${left(point.x)}px`, top: `${top(point.y)}px` })
    grip.classList.toggle("moving", draft !== null)
    grip.setAttribute("aria-label", `Row ${given.rows[current]}: x ${short(point.x, 4)}, y ${short(point.y, 4)}. Arrow keys move it, Page Up and Page Down choose another.`)
    fromHere.hidden = ends === null
    fromHere.title = given.note
    write("yours", ends ? `${line().weight},${line().bias}` : "")
    write("drag", draft ? `${given.rows[draft.place]},${draft.x},${draft.y}` : "")
    const words = draft ? wordsOfPoint() : ends ? wordsOfLine() : ""
    said.hidden = !words
    if (said.textContent !== words) said.textContent = words
  }

  function wordsOfLine() {
    const { weight, bias } = line()
    const sign = bias < 0 ? "−" : "+"
    const neuron = frame ? ` (the neuron’s ${short(frame.at("loss", frame.epoch), 4, true)})` : ""
    return `your line: y = ${short(weight, 3, true)}·x ${sign} ${short(Math.abs(bias), 3, true)}, loss ${short(lossOf(line()), 4, true)}${neuron}`
  }
  const wordsOfPoint = () => `row ${given.rows[draft.place]}: x ${short(draft.x, 4)}, y ${short(draft.y, 4)}`

  // One's own line begins where the neuron's is.
  toggle.onclick = () => {
    if (ends) return void (ends = null)
    const [weight, bias] = ["shown_w1", "shown_b"].map((name) => frame?.at(name, frame.epoch) ?? 0)
    ends = [given.x_low, given.x_high].map((x) => inside("y", weight * (x - given.bend) + bias))
  }
  fromHere.onclick = () => {
    send("started", line())
    ends = null
  }

  handles.forEach((handle, i) => {
    handle.onpointerdown = (event) => {
      if (event.button || !event.isPrimary) return
      handle.setPointerCapture(event.pointerId)
      event.preventDefault()
      handle.focus({ preventScroll: true })
    }
    handle.onpointermove = (event) => {
      if (!handle.hasPointerCapture(event.pointerId)) return
      ends[i] = inside("y", yAt(event.clientY - layer.getBoundingClientRect().top))
    }
    handle.onkeydown = (event) => {
      const step = { ArrowUp: 1, ArrowDown: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key]
      if (!step) return
      ends[i] = inside("y", ends[i] + step * (event.shiftKey ? 0.1 : 0.01) * span("y"))
      event.preventDefault()
      event.stopPropagation()
    }
  })

  // The point under a pointer: its place among the rows, or −1.
  function under(event) {
    if (!box || !event.target.closest?.(".st-key-fitted_line")) return -1
    if (event.target.closest(".handle, .from-here")) return -1
    const rect = layer.getBoundingClientRect()
    const [x, y] = [event.clientX - rect.left, event.clientY - rect.top]
    let [nearest, far] = [-1, event.pointerType === "mouse" ? 12 : 22]
    given.x.forEach((value, place) => {
      const away = Math.hypot(left(value) - x, top(given.y[place]) - y)
      if (away < far) [nearest, far] = [place, away]
    })
    return nearest
  }

  let pressed = null
  function down(event) {
    if (event.button || !event.isPrimary || !given || draft) return
    const place = under(event)
    if (place < 0) return
    current = place
    pressed = { x: event.clientX, y: event.clientY, id: event.pointerId, pixel: [left(given.x[place]), top(given.y[place])] }
    event.preventDefault()
    grip.focus({ preventScroll: true })
  }
  function move(event) {
    if (!pressed) {
      if (event.pointerType === "mouse" && given) plot()?.classList.toggle("hands-near", under(event) >= 0)
      return
    }
    if (event.pointerId !== pressed.id) return
    const [across, down] = [event.clientX - pressed.x, event.clientY - pressed.y]
    if (!draft && Math.hypot(across, down) < 4) return
    const [x, y] = [xAt(pressed.pixel[0] + across), yAt(pressed.pixel[1] + down)]
    draft = { place: current, x: rounded("x", inside("x", x)), y: rounded("y", inside("y", y)) }
  }
  function up(event) {
    if (!pressed || event.pointerId !== pressed.id) return
    pressed = null
    if (draft) letGo()
  }
  function cancel() {
    pressed = draft = null
  }
  // A finger on a point does not scroll the page.
  const hold = (event) => {
    const touch = event.touches[0]
    if (given && event.touches.length === 1 && under({ target: event.target, clientX: touch.clientX, clientY: touch.clientY }) >= 0)
      event.preventDefault()
  }

  function letGo() {
    clearTimeout(draft?.timer)
    if (!draft || sent) return
    sent = { row: draft.place, x: draft.x, y: draft.y, version: given.version, id: Date.now() }
    send("moved", sent)
  }

  grip.onkeydown = (event) => {
    const [right, up_] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? []
    const step = event.shiftKey ? 0.1 : 0.01
    const last = given.rows.length - 1
    if (right !== undefined) {
      if (sent) return
      const from = draft ?? { x: given.x[current], y: given.y[current] }
      const x = rounded("x", inside("x", from.x + right * step * span("x")))
      const y = rounded("y", inside("y", from.y + up_ * step * span("y")))
      clearTimeout(draft?.timer)
      draft = { place: current, x, y, timer: setTimeout(letGo, QUIET) }
    } else if (event.key === "Enter") letGo()
    else if (event.key === "Escape" && !sent) {
      clearTimeout(draft?.timer)
      cancel()
    } else if (!draft && ["PageDown", "]"].includes(event.key)) current = Math.min(last, current + 1)
    else if (!draft && ["PageUp", "["].includes(event.key)) current = Math.max(0, current - 1)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  grip.onblur = () => draft && !pressed && letGo()

  const follow = (event) => (frame = event.detail)
  const listeners = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: cancel }
  for (const name in listeners) document.addEventListener(name, listeners[name], true)
  document.addEventListener("touchstart", hold, { passive: false, capture: true })
  document.addEventListener("film-frame", follow)
  request = requestAnimationFrame(look)
  const hand = {
    take,
    end() {
      cancelAnimationFrame(request)
      for (const name in listeners) document.removeEventListener(name, listeners[name], true)
      document.removeEventListener("touchstart", hold, { capture: true })
      document.removeEventListener("film-frame", follow)
      write("yours", "")
      write("drag", "")
      layer.remove()
      hands.delete(root)
    },
  }
  hands.set(root, hand)
  return hand
}

// Points to move, add and remove, with the neuron's line. A gesture shows at once and is told to Python when it is
// finished; while Python has not answered, the next ones wait, so that each is made on the table it is meant for.

const HEIGHT = 360
const ROOM = { x: 0.08, y: 0.15 }
const QUIET = 600 // ms without a key until a move by keyboard counts as finished
const PATIENCE = 30000 // ms until a message that got no answer is sent again
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }
const editors = new WeakMap()

export default function ({ parentElement, data, setTriggerValue }) {
  if (!editors.has(parentElement)) editors.set(parentElement, start(parentElement))
  editors.get(parentElement)(data, (message) => setTriggerValue("changed", message))
}

// Axes stay while the points fill at least half of them, and else leave some room around the points.
function limits(values, room, before) {
  if (!values.length) return before ?? [0, 10]
  const [low, high, [from, to]] = [Math.min(...values), Math.max(...values), before ?? [0, 0]]
  const rim = room * (high - low) || Math.max(1, Math.abs(high) * room)
  const edge = 0.02 * (to - from)
  const fits = low > from + edge && high < to - edge && high - low + 2 * rim > (to - from) / 2
  return fits ? before : [low - rim, high + rim]
}

function stepOf([low, high], ticks) {
  const power = 10 ** Math.floor(Math.log10((high - low) / ticks))
  return [1, 2, 5, 10].find((factor) => factor * power * ticks >= 0.999 * (high - low)) * power
}

function ticksOf([low, high], step) {
  const first = Math.ceil(low / step)
  const short = Math.max(-low, high) >= 1e7 || Math.max(-low, high) < 1e-3
  return Array.from({ length: Math.min(50, Math.floor(high / step) - first + 1) }, (_, i) => {
    const value = (first + i) * step
    const exact = value.toFixed(Math.max(0, Math.min(100, -Math.floor(Math.log10(step)))))
    const text = short ? Number(value.toPrecision(12)).toExponential().replace("e+", "e") : exact
    return [value, value === 0 ? "0" : text.replaceAll("-", "−")]
  })
}

// A value with three digits more than the ticks have.
function rounded(value, step) {
  const digits = Math.floor(Math.log10(Math.abs(value))) - Math.floor(Math.log10(step)) + 4
  return digits < 1 ? 0 : Number(value.toPrecision(Math.min(digits, 15)))
}

function after(rows, { kind, row, x, y }) {
  if (kind === "add") return [...rows, { x, y }]
  return kind === "delete" ? rows.toSpliced(row, 1) : rows.with(row, { x, y })
}

function same(some, others) {
  return some.length === others.length && some.every(({ x, y }, row) => x === others[row].x && y === others[row].y)
}

function make(name, attributes, text = "") {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name)
  for (const attribute in attributes) element.setAttribute(attribute, attributes[attribute])
  element.textContent = text
  return element
}

function start(root) {
  const find = (selector) => root.querySelector(selector)
  const [svg, dots, mark, label, remove] = [".plot", ".dots", ".chosen", ".label", ".remove"].map(find)
  let [given, known, send] = [null, [], null] // the last data from Python, its points, and how to answer
  let rows = [] // the points after all finished gestures
  let queue = [] // the gestures that Python has not answered; the first one has been sent
  let draft = null // the point being moved
  let later = null // data that came during a move and is of another table
  let [sent, sentAt] = [null, 0]
  let [current, chosen] = [0, false] // the row that keys act on, and whether it was ever chosen
  let pressed = null // where the pointer went down
  let [axes, steps, box] = [{}, {}, {}]

  const say = (text) => (find(".status").textContent = text)
  const number = (axis, point) => String(rounded(point[axis], steps[axis]))
  const words = (point) => ["x", "y"].map((axis) => `${given.titles[axis]} ${number(axis, point)}`).join(", ")
  const span = (axis) => axes[axis][1] - axes[axis][0]
  const inside = (axis, value) => rounded(Math.max(axes[axis][0], Math.min(axes[axis][1], value)), steps[axis])
  const at = (x, y) => [
    box.left + ((x - axes.x[0]) / span("x")) * box.width,
    box.top + ((axes.y[1] - y) / span("y")) * box.height,
  ]
  const under = (left, top) => ({
    x: inside("x", axes.x[0] + ((left - box.left) / box.width) * span("x")),
    y: inside("y", axes.y[1] - ((top - box.top) / box.height) * span("y")),
  })

  function take(fresh, answer) {
    send = answer
    if (later) return void (later = fresh)
    const told = fresh.x.map((x, i) => ({ x, y: fresh.y[i] }))
    const answered = queue.length > 0 && fresh.heard === queue[0].id
    if (!same(told, answered ? queue.shift().rows : known) || !given) {
      queue = []
      if (draft) return void (later = fresh)
      if (answered) say("The table did not take this change.")
      rows = told
      current = Math.max(0, Math.min(current, rows.length - 1))
    }
    ;[given, known] = [fresh, told]
    tell()
    show()
  }

  function tell() {
    if (!queue.length || (queue[0].id === sent && Date.now() - sentAt < PATIENCE)) return
    const { rows: _, ...message } = queue[0]
    ;[sent, sentAt] = [message.id, Date.now()]
    send({ ...message, version: given.version })
  }

  function commit(change, message) {
    rows = after(rows, change)
    queue.push({ ...change, rows, id: Math.max(Date.now(), (queue.at(-1)?.id ?? 0) + 1) })
    say(message)
    tell()
    show()
  }

  function finish(keep = true) {
    if (!draft) return
    clearTimeout(draft.timer)
    const [{ row, x, y }, stale] = [draft, later]
    draft = later = null
    const moved = x !== rows[row].x || y !== rows[row].y
    if (keep && moved) commit({ kind: "move", row, x, y }, `Row ${row + 1} moved to ${words({ x, y })}.`)
    if (stale) say("The table was changed elsewhere meanwhile.")
    stale ? take(stale, send) : show()
  }

  function add(point) {
    finish()
    commit({ kind: "add", ...point }, `Row ${rows.length + 1} added at ${words(point)}.`)
    focus(rows.length - 1)
  }

  function drop() {
    const stale = later
    finish(false)
    if (stale || !rows.length) return
    const row = current
    current = Math.max(0, Math.min(row, rows.length - 2))
    commit({ kind: "delete", row }, `Row ${row + 1} removed.`)
  }

  function focus(row) {
    current = Math.max(0, Math.min(row, rows.length - 1))
    ;(dots.children[current] ?? svg).focus({ preventScroll: true })
  }

  function nudge([right, up], share) {
    if (!rows.length || draft?.pointer !== undefined) return
    draft ??= { row: current, ...rows[current] }
    if (right) draft.x = inside("x", draft.x + right * share * span("x"))
    if (up) draft.y = inside("y", draft.y + up * share * span("y"))
    clearTimeout(draft.timer)
    draft.timer = setTimeout(finish, QUIET)
    show()
  }

  function show() {
    const { width } = svg.getBoundingClientRect()
    if (!given || !width) return
    if (!draft) for (const axis of ["x", "y"]) axes[axis] = limits(rows.map((row) => row[axis]), ROOM[axis], axes[axis])
    steps = { x: stepOf(axes.x, Math.max(3, width / 75)), y: stepOf(axes.y, 8) }
    const [across, upwards] = ["x", "y"].map((axis) => ticksOf(axes[axis], steps[axis]))
    const left = 34 + 7 * Math.max(1, ...upwards.map(([, text]) => text.length))
    box = { left, top: 8, width: Math.max(60, width - left - 14), height: HEIGHT - 56 }
    const [right, bottom, middle] = [box.left + box.width, box.top + box.height, box.top + box.height / 2]
    const [centre, end] = [{ "text-anchor": "middle" }, { "text-anchor": "end" }]
    find(".axes").replaceChildren(
      ...across.map(([x]) => make("path", { d: `M${at(x, 0)[0]} ${box.top}V${bottom}` })),
      ...upwards.map(([y]) => make("path", { d: `M${box.left} ${at(0, y)[1]}H${right}` })),
      make("path", { class: "edge", d: `M${box.left} ${box.top}H${right}V${bottom}H${box.left}Z` }),
      ...across.map(([x, text]) => make("text", { x: at(x, 0)[0], y: bottom + 17, ...centre }, text)),
      ...upwards.map(([y, text]) => make("text", { x: box.left - 7, y: at(0, y)[1] + 4, ...end }, text)),
      make("text", { class: "title", x: box.left + box.width / 2, y: HEIGHT - 8, ...centre }, given.titles.x),
      make("text", { class: "title", transform: `translate(14 ${middle}) rotate(-90)`, ...centre }, given.titles.y),
    )
    const places = ["left", "top", "width", "height"].map((side) => box[side])
    ;["x", "y", "width", "height"].forEach((name, i) => find(".frame").setAttribute(name, places[i]))
    find(".frame").setAttribute("viewBox", places.join(" "))
    for (const name of ["neuron", "true"]) {
      find(`.frame .${name}`).setAttribute("d", pathOf(...given.lines[name]))
      find(`.legend .${name}`).closest("span").hidden = !given.lines[name][0].length
    }
    svg.setAttribute("aria-label", `Points: ${given.titles.y} over ${given.titles.x}`)
    svg.setAttribute("tabindex", rows.length ? -1 : 0)
    svg.classList.toggle("waiting", queue.length > 0)
    svg.classList.toggle("dragging", draft?.pointer !== undefined)
    showDots(draft ? rows.with(draft.row, draft) : rows)
  }

  // Only what is near the frame: a line that left it may be too steep to be drawn.
  function pathOf(xs, ys) {
    let path = ""
    for (let i = 1; i < xs.length; i++) {
      const along = (t) => at(xs[i - 1] + t * (xs[i] - xs[i - 1]), ys[i - 1] + t * (ys[i] - ys[i - 1])).join(" ")
      const [low, high] = [axes.y[0] - span("y"), axes.y[1] + span("y")]
      const ends = [low, high].map((y) => (y - ys[i - 1]) / (ys[i] - ys[i - 1]))
      const [from, to] = [Math.max(0, Math.min(...ends)), Math.min(1, Math.max(...ends))]
      if (from < to) path += `M${along(from)}L${along(to)}`
    }
    return path
  }

  function showDots(points) {
    while (dots.children.length > points.length) dots.lastChild.remove()
    while (dots.children.length < points.length) {
      dots.append(make("g", { class: "dot", role: "button", "aria-roledescription": "movable point" }))
      dots.lastChild.append(make("circle", { class: "grip" }), make("circle", { class: "mark" }))
    }
    points.forEach((point, row) => {
      const dot = dots.children[row]
      dot.setAttribute("transform", `translate(${at(point.x, point.y)})`)
      dot.setAttribute("aria-label", `Row ${row + 1}: ${words(point)}`)
      dot.setAttribute("tabindex", row === current ? 0 : -1)
    })
    const point = chosen && points[current]
    mark.toggleAttribute("hidden", !point)
    remove.hidden = !point
    remove.textContent = `Remove row ${current + 1}`
    if (!point) return
    const [left, top] = at(point.x, point.y)
    const far = left > box.left + 0.7 * box.width
    mark.setAttribute("transform", `translate(${left} ${top})`)
    label.textContent = `${number("x", point)}, ${number("y", point)}`
    label.setAttribute("x", far ? -13 : 13)
    label.setAttribute("y", Math.max(box.top + 14 - top, -13))
    label.setAttribute("text-anchor", far ? "end" : "start")
  }

  function place({ clientX, clientY }) {
    const { left, top } = svg.getBoundingClientRect()
    return [clientX - left, clientY - top]
  }
  const distance = ([x, y], [left, top]) => Math.hypot(x - left, y - top)

  svg.onpointerdown = (event) => {
    if (event.button || !event.isPrimary) return
    pressed = place(event)
    if (!event.target.closest(".dot")) return
    finish()
    const far = rows.map(({ x, y }) => distance(at(x, y), pressed))
    focus(far.indexOf(Math.min(...far)))
    const { x, y } = rows[current]
    draft = { row: current, x, y, pointer: event.pointerId, grip: at(x, y).map((pixel, i) => pixel - pressed[i]) }
    dots.children[current].setPointerCapture(event.pointerId)
  }
  svg.onpointermove = (event) => {
    if (draft?.pointer !== event.pointerId) return
    draft.moving ||= distance(place(event), pressed) > 3
    if (draft.moving) Object.assign(draft, under(...place(event).map((pixel, i) => pixel + draft.grip[i])))
    show()
  }
  svg.onpointerup = (event) => draft?.pointer === event.pointerId && finish()
  svg.onpointercancel = (event) => draft?.pointer === event.pointerId && finish(false)
  // A finger on a point neither scrolls the page, where touch-action does not reach inside an SVG, nor selects text.
  svg.ontouchstart = svg.onmousedown = (event) => event.target.closest(".dot") && event.preventDefault()
  svg.onclick = (event) => {
    if (!pressed || event.target.closest(".dot") || distance(place(event), pressed) > 5) return
    const [left, top] = [pressed[0] - box.left, pressed[1] - box.top]
    if (left >= 0 && left <= box.width && top >= 0 && top <= box.height) add(under(...pressed))
  }

  function beside() {
    const { x, y } = draft ?? rows[current] ?? under(box.left + box.width / 2, box.top + box.height / 2)
    const step = 0.03 * span("x")
    add({ x: inside("x", x + step > axes.x[1] ? x - step : x + step), y })
  }
  const keys = { Enter: () => finish(), Escape: () => finish(false), n: beside, N: beside, Insert: beside }
  keys.Delete = keys.Backspace = () => (drop(), focus(current))
  keys.PageDown = keys["]"] = () => focus(current + 1)
  keys.PageUp = keys["["] = () => focus(current - 1)
  keys.Home = () => focus(0)
  keys.End = () => focus(rows.length - 1)
  for (const key in ARROWS) keys[key] = (event) => nudge(ARROWS[key], event.shiftKey ? 0.1 : 0.01)
  svg.onkeydown = (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !Object.hasOwn(keys, event.key)) return
    event.preventDefault()
    event.stopPropagation()
    keys[event.key](event)
  }
  // Not on an element of the SVG: browsers let those be tabbed to that listen for focus.
  find(".points").addEventListener("focusin", ({ target }) => {
    if (!target.matches(".dot")) return
    ;[current, chosen] = [[...dots.children].indexOf(target), true]
    show()
  })
  find(".points").addEventListener("focusout", () => draft?.pointer === undefined && finish())
  remove.onclick = () => (drop(), rows.length || focus(0))
  new ResizeObserver(show).observe(svg)
  return take
}

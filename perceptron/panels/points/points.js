// Points to move, add and remove, with the neuron's line. A gesture shows at once and is told to Python when it is
// finished; while Python has not answered, the next ones wait, so that each is made on the table it is meant for.

const HEIGHT = 360
const ROOM = { x: 0.08, y: 0.15 }
const QUIET = 600 // ms without a key until a move by keyboard counts as finished
const PATIENCE = 30000 // ms until a message without an answer is sent again
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }
const editors = new WeakMap()

export default function ({ parentElement, data, setTriggerValue }) {
  const editor = editors.get(parentElement) ?? start(parentElement)
  editors.set(parentElement, editor)
  editor.send = (message) => setTriggerValue("changed", message)
  editor.take(data)
}

// Axes stay where they are while the points fill them reasonably, and else leave some room around the points.
function limits(values, room, before) {
  if (!values.length) return before ?? [0, 10]
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const rim = room * (high - low) || Math.max(1, Math.abs(high) * room)
  const edge = before && 0.02 * (before[1] - before[0])
  const fits = before && low >= before[0] + edge && high <= before[1] - edge
  return fits && high - low + 2 * rim > 0.5 * (before[1] - before[0]) ? before : [low - rim, high + rim]
}

function stepOf([low, high], ticks) {
  const rough = (high - low) / Math.max(2, ticks)
  const power = 10 ** Math.floor(Math.log10(rough))
  return [1, 2, 5, 10].find((factor) => factor * power >= 0.999 * rough) * power
}

// A value with three digits more than the ticks have.
function rounded(value, step) {
  const digits = Math.floor(Math.log10(Math.abs(value))) - Math.floor(Math.log10(step)) + 4
  return digits < 1 ? 0 : Number(value.toPrecision(Math.min(digits, 15)))
}

function tickText(value, step, [low, high]) {
  const size = Math.max(Math.abs(low), Math.abs(high))
  const short = size >= 1e7 || size < 1e-3
  const text = short ? String(Number(value.toPrecision(12)).toExponential()) : value.toFixed(Math.max(0, -Math.floor(Math.log10(step))))
  return value === 0 ? "0" : text.replace("e+0", "").replace("e+", "e").replaceAll("-", "−")
}

function after(rows, { kind, row, x, y }) {
  if (kind === "add") return [...rows, { x, y }]
  return kind === "delete" ? rows.toSpliced(row, 1) : rows.with(row, { x, y })
}

const same = (some, others) => some.length === others.length && some.every((row, i) => row.x === others[i].x && row.y === others[i].y)

function make(name, attributes, text = "") {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name)
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value)
  element.textContent = text
  return element
}

function start(root) {
  const [svg, dots, label, status, remove] = [".plot", ".dots", ".label", ".status", ".remove"].map((name) => root.querySelector(name))
  const editor = { send: () => {}, take }
  let given = null // the last data from Python, and its points
  let known = []
  let rows = [] // the points after all finished gestures
  let queue = [] // the gestures that Python has not answered; the first one has been sent
  let draft = null // the point being moved
  let later = null // data that came during a move and is of another table
  let current = 0
  let chosen = false
  let pressed = null
  let sentAt = 0
  let [axes, steps, box] = [{}, {}, {}]

  function take(fresh) {
    if (later) return void (later = fresh)
    const told = fresh.x.map((x, i) => ({ x, y: fresh.y[i] }))
    const answered = queue.length > 0 && fresh.heard === queue[0].id
    const expected = answered ? queue.shift().rows : known
    if (!given || !same(told, expected)) {
      queue = []
      if (draft) return void (later = fresh)
      if (answered) say("The table did not take this change.")
      rows = told
      current = Math.max(0, Math.min(current, rows.length - 1))
    }
    given = fresh
    known = told
    if (answered && queue.length) tell()
    show()
  }

  function tell() {
    const { rows: _, ...message } = queue[0]
    sentAt = Date.now()
    editor.send({ ...message, version: given.version })
  }

  function commit(change, words) {
    rows = after(rows, change)
    queue.push({ ...change, id: Math.max(Date.now(), (queue.at(-1)?.id ?? 0) + 1), rows })
    say(words)
    if (queue.length === 1 || Date.now() - sentAt > PATIENCE) tell()
    show()
  }

  function finish(keep = true) {
    if (!draft) return
    clearTimeout(draft.timer)
    const [{ row, x, y }, stale] = [draft, later]
    draft = later = null
    if (keep && (x !== rows[row].x || y !== rows[row].y)) commit({ kind: "move", row, x, y }, `Row ${row + 1} moved to ${words({ x, y })}.`)
    if (stale) {
      say("The table was changed elsewhere meanwhile.")
      take(stale)
    } else show()
  }

  function add(x, y) {
    finish()
    const point = { x: inside("x", x), y: inside("y", y) }
    current = rows.length
    commit({ kind: "add", ...point }, `Row ${rows.length + 1} added at ${words(point)}.`)
    focus(current)
  }

  function drop(row) {
    finish(false)
    if (!rows[row]) return
    current = Math.max(0, Math.min(row, rows.length - 2))
    commit({ kind: "delete", row }, `Row ${row + 1} removed.`)
  }

  function focus(row) {
    if (!rows.length) return svg.focus({ preventScroll: true })
    current = Math.max(0, Math.min(row, rows.length - 1))
    chosen = true
    show()
    dots.children[current].focus({ preventScroll: true })
  }

  function nudge(right, up, share) {
    if (!rows.length || (draft && !draft.byKeys)) return
    draft ??= { row: current, ...rows[current], byKeys: true }
    if (right) draft.x = inside("x", draft.x + right * share * (axes.x[1] - axes.x[0]))
    if (up) draft.y = inside("y", draft.y + up * share * (axes.y[1] - axes.y[0]))
    clearTimeout(draft.timer)
    draft.timer = setTimeout(finish, QUIET)
    show()
  }

  const say = (text) => (status.textContent = text)
  const words = (point) => ["x", "y"].map((axis) => `${given.titles[axis]} ${rounded(point[axis], steps[axis])}`).join(", ")
  const inside = (axis, value) => rounded(Math.max(axes[axis][0], Math.min(axes[axis][1], value)), steps[axis])
  const toX = (x) => box.left + ((x - axes.x[0]) / (axes.x[1] - axes.x[0])) * box.width
  const toY = (y) => box.top + ((axes.y[1] - y) / (axes.y[1] - axes.y[0])) * box.height
  const fromX = (pixel) => axes.x[0] + ((pixel - box.left) / box.width) * (axes.x[1] - axes.x[0])
  const fromY = (pixel) => axes.y[1] - ((pixel - box.top) / box.height) * (axes.y[1] - axes.y[0])

  function show() {
    const { width } = svg.getBoundingClientRect()
    if (!given || !width) return
    if (!draft) for (const axis of ["x", "y"]) axes[axis] = limits(rows.map((row) => row[axis]), ROOM[axis], axes[axis])
    steps = { x: stepOf(axes.x, width / 90), y: stepOf(axes.y, HEIGHT / 55) }
    const ticks = { x: [], y: [] }
    for (const axis of ["x", "y"]) {
      const [first, last] = [Math.ceil(axes[axis][0] / steps[axis]), Math.floor(axes[axis][1] / steps[axis])]
      for (let i = first; i <= last && ticks[axis].length < 50; i++) ticks[axis].push(i * steps[axis])
    }
    const texts = ticks.y.map((tick) => tickText(tick, steps.y, axes.y))
    const left = 34 + 7 * Math.max(...texts.map((text) => text.length), 1)
    box = { left, top: 8, width: Math.max(60, width - left - 14), height: HEIGHT - 56 }
    const [right, bottom] = [box.left + box.width, box.top + box.height]
    const middle = box.top + box.height / 2
    root.querySelector(".axes").replaceChildren(
      ...ticks.x.map((x) => make("line", { x1: toX(x), x2: toX(x), y1: box.top, y2: bottom })),
      ...ticks.y.map((y) => make("line", { x1: box.left, x2: right, y1: toY(y), y2: toY(y) })),
      make("rect", { x: box.left, y: box.top, width: box.width, height: box.height }),
      ...ticks.x.map((x) => make("text", { x: toX(x), y: bottom + 17, "text-anchor": "middle" }, tickText(x, steps.x, axes.x))),
      ...ticks.y.map((y, i) => make("text", { x: box.left - 7, y: toY(y) + 4, "text-anchor": "end" }, texts[i])),
      make("text", { class: "title", x: box.left + box.width / 2, y: HEIGHT - 8, "text-anchor": "middle" }, given.titles.x),
      make("text", { class: "title", transform: `translate(14 ${middle}) rotate(-90)`, "text-anchor": "middle" }, given.titles.y),
    )
    showLines()
    showDots(draft ? rows.with(draft.row, draft) : rows)
    svg.classList.toggle("waiting", queue.length > 0)
    svg.classList.toggle("dragging", Boolean(draft && !draft.byKeys))
    svg.setAttribute("aria-label", `Points: ${given.titles.y} over ${given.titles.x}`)
    for (const [name, color] of Object.entries(given.colors)) root.querySelector(".points").style.setProperty(`--${name}`, color)
  }

  function showLines() {
    const frame = root.querySelector(".frame")
    for (const [name, value] of Object.entries({ x: box.left, y: box.top, width: box.width, height: box.height })) frame.setAttribute(name, value)
    const span = axes.y[1] - axes.y[0]
    for (const [name, mark] of [["line", ".neuron"], ["true_line", ".true"]]) {
      const [xs, ys] = given[name]
      let path = ""
      for (let i = 1; i < xs.length; i++) {
        // Only the part near the frame: a line that left it may be too steep to be drawn.
        const at = (t) => `${toX(xs[i - 1] + t * (xs[i] - xs[i - 1])) - box.left} ${toY(ys[i - 1] + t * (ys[i] - ys[i - 1])) - box.top}`
        const ends = [axes.y[0] - span, axes.y[1] + span].map((y) => (y - ys[i - 1]) / (ys[i] - ys[i - 1]))
        const [from, to] = [Math.max(0, Math.min(...ends)), Math.min(1, Math.max(...ends))]
        if (from < to) path += `M${at(from)}L${at(to)}`
      }
      frame.querySelector(mark).setAttribute("d", path)
      root.querySelector(`[data-line=${name}]`).hidden = !path
    }
  }

  function showDots(points) {
    while (dots.children.length > points.length) dots.lastChild.remove()
    while (dots.children.length < points.length) {
      const dot = make("g", { class: "dot", role: "button", "aria-roledescription": "movable point" })
      dot.append(make("circle", { class: "grip" }), make("circle", { class: "mark" }))
      dots.append(dot)
    }
    points.forEach((point, row) => {
      const dot = dots.children[row]
      dot.setAttribute("transform", `translate(${toX(point.x)} ${toY(point.y)})`)
      dot.setAttribute("aria-label", `Row ${row + 1}: ${words(point)}`)
      dot.setAttribute("tabindex", row === current ? 0 : -1)
      dot.classList.toggle("chosen", chosen && row === current)
    })
    svg.setAttribute("tabindex", points.length ? -1 : 0)
    const point = chosen && points[current]
    remove.hidden = !point
    remove.textContent = `Remove row ${current + 1}`
    label.textContent = point ? `${rounded(point.x, steps.x)}, ${rounded(point.y, steps.y)}` : ""
    if (!point) return
    const far = toX(point.x) > box.left + 0.7 * box.width
    label.setAttribute("x", toX(point.x) + (far ? -12 : 12))
    label.setAttribute("y", Math.max(box.top + 14, toY(point.y) - 12))
    label.setAttribute("text-anchor", far ? "end" : "start")
  }

  const place = (event) => [event.clientX - svg.getBoundingClientRect().left, event.clientY - svg.getBoundingClientRect().top]
  const from = (row, [x, y]) => Math.hypot(toX(rows[row].x) - x, toY(rows[row].y) - y)

  svg.onpointerdown = (event) => {
    if (event.button || !event.isPrimary) return
    pressed = place(event)
    if (!event.target.closest(".dot")) return
    finish()
    focus([...rows.keys()].reduce((near, row) => (from(row, pressed) < from(near, pressed) ? row : near), 0))
    const { x, y } = rows[current]
    draft = { row: current, x, y, pointer: event.pointerId, grip: [toX(x) - pressed[0], toY(y) - pressed[1]] }
    dots.children[current].setPointerCapture(event.pointerId)
  }
  svg.onpointermove = (event) => {
    if (!draft || draft.pointer !== event.pointerId) return
    const [x, y] = place(event)
    draft.moved ||= Math.hypot(x - pressed[0], y - pressed[1]) > 3
    if (!draft.moved) return
    draft.x = inside("x", fromX(x + draft.grip[0]))
    draft.y = inside("y", fromY(y + draft.grip[1]))
    show()
  }
  svg.onpointerup = (event) => draft?.pointer === event.pointerId && finish()
  svg.onpointercancel = (event) => draft?.pointer === event.pointerId && finish(false)
  svg.onmousedown = (event) => event.target.closest(".dot") && event.preventDefault()
  svg.onclick = (event) => {
    const [x, y] = place(event)
    const still = pressed && Math.hypot(x - pressed[0], y - pressed[1]) < 5
    const inBox = x >= box.left && x <= box.left + box.width && y >= box.top && y <= box.top + box.height
    if (still && inBox && !event.target.closest(".dot")) add(fromX(x), fromY(y))
  }
  svg.onkeydown = (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const { x, y } = draft ?? rows[current] ?? { x: (axes.x[0] + axes.x[1]) / 2, y: (axes.y[0] + axes.y[1]) / 2 }
    const beside = 0.03 * (axes.x[1] - axes.x[0])
    const move = () => nudge(...ARROWS[event.key], event.shiftKey ? 0.1 : 0.01)
    const [next, back] = [() => focus(current + 1), () => focus(current - 1)]
    const erase = () => (drop(current), focus(current))
    const create = () => add(x + beside > axes.x[1] ? x - beside : x + beside, y)
    const keys = { Enter: finish, Escape: () => finish(false), Delete: erase, Backspace: erase, n: create, N: create, Insert: create }
    Object.assign(keys, { PageDown: next, "]": next, PageUp: back, "[": back, Home: () => focus(0), End: () => focus(rows.length - 1) })
    const act = event.key in ARROWS ? move : keys[event.key]
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }
  dots.addEventListener("focusin", (event) => {
    current = [...dots.children].indexOf(event.target)
    chosen = true
    show()
  })
  dots.addEventListener("focusout", () => draft?.byKeys && finish())
  remove.onclick = () => (drop(current), rows.length || focus(0))
  new ResizeObserver(show).observe(svg)
  return editor
}

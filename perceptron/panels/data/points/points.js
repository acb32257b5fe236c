// Points to move, add and remove, with the neuron's line. A gesture shows at once and is told to Python when it is
// finished; while Python has not answered, the next ones wait, so that each is made on the table it is meant for.

const QUIET = 600 // ms without a key until a move by keyboard counts as finished
const PATIENCE = 30000 // ms until a message that got no answer is sent again
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }
const editors = new WeakMap()

export default function ({ parentElement, data, setTriggerValue }) {
  if (!editors.has(parentElement)) editors.set(parentElement, start(parentElement))
  editors.get(parentElement)(data, (message) => setTriggerValue("changed", message))
}

function after(rows, { kind, row, x, y }) {
  if (kind === "add") return [...rows, { x, y }]
  return kind === "delete" ? rows.toSpliced(row, 1) : rows.with(row, { x, y })
}

function same(some, others) {
  return some.length === others.length && some.every(({ x, y }, row) => x === others[row].x && y === others[row].y)
}

function start(root) {
  const find = (selector) => root.querySelector(selector)
  const [svg, dots, remove] = [".plot", ".dots", ".remove"].map(find)
  const picture = drawing(root)
  const { words, range, span, inside, at, under } = picture
  let [given, known, send] = [null, [], null] // the last data from Python, its points, and how to answer
  let rows = [] // the points after all finished gestures
  let queue = [] // the gestures that Python has not answered; the first one has been sent
  let draft = null // the point being moved
  let later = null // data that came during a move and is of another table
  let [sent, sentAt] = [null, 0]
  let [current, chosen] = [0, false] // the row that keys act on, and whether it was ever chosen
  let pressed = null // where the pointer went down

  const say = (text) => (find(".status").textContent = text)

  function take(fresh, answer) {
    send = answer
    if (later) return void (later = fresh)
    const told = fresh.x.map((x, i) => ({ x, y: fresh.y[i] }))
    const answered = queue.length > 0 && fresh.heard === queue[0].id
    // What was said of the last gesture is over where the table was changed elsewhere.
    if (given && !answered && fresh.version !== given.version) say("")
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
    if (!stale) return show()
    take(stale, send)
    say("The table was changed elsewhere meanwhile.")
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
    if (given) picture.show({ given, rows, draft, current, chosen, waiting: queue.length > 0 })
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
    if (picture.holds(...pressed)) add(under(...pressed))
  }

  function beside() {
    const { x, y } = draft ?? rows[current] ?? picture.middle()
    const step = 0.03 * span("x")
    add({ x: inside("x", x + step > range("x")[1] ? x - step : x + step), y })
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

// The points to hold, by mouse, finger or keys. A gesture shows at once and is told to Python when it is finished; the
// picture keeps it until the run of the changed table has come.

const NEAR = { mouse: 12, pen: 12, touch: 22 }
const STEPS = { ArrowLeft: ["x", -1], ArrowRight: ["x", 1], ArrowUp: ["y", 1], ArrowDown: ["y", -1] }
const QUIET = 600 // ms without a key until a point moved by keys counts as let go
const MOMENT = 400 // ms until the picture has the new points, after the news of them
const READING = 6000 // ms for which a refusal stands

function pointGrip(layer, plot, { state, tell, say }) {
  const grip = layer.querySelector(".grip")
  let current = 0 // which of the points the keys act on
  let draft = null // the point that is being moved: its index, x and y
  let pressed = null // while a pointer holds it
  let waiting = null // the move that Python was told of
  let next = null // the move of the same point that was finished meanwhile
  let [lingering, later, quiet] = [null, 0, 0] // what the picture keeps for a moment after the answer
  let [refused, until] = ["", 0]

  const point = (index) => ({ index, x: state.given.x[index], y: state.given.y[index] })
  const moved = () => draft ?? next ?? waiting
  const place = () => (moved()?.index === current ? moved() : point(current))
  const words = ({ x, y }) => `x ${short(x, 5)}, y ${short(y, 5)}`
  const row = (index) => state.given.rows[index].toLocaleString("en")

  // The nearest point within a finger's breadth, -1 where there is none. While one is on its way, only that one.
  function nearest({ target, clientX, clientY, pointerType }) {
    if (!plot.there() || !plot.holds(clientX, clientY) || target.closest?.(".handle, .from-here")) return -1
    let [found, least] = [-1, NEAR[pointerType] ?? NEAR.touch]
    for (let index = 0; index < state.given.x.length; index++) {
      const [left, top] = plot.pixel(moved()?.index === index ? moved() : point(index))
      const far = Math.hypot(left - clientX, top - clientY)
      if (far <= least) [found, least] = [index, far]
    }
    return waiting && found !== waiting.index ? -1 : found
  }

  function show() {
    setHidden(grip, state.given.still)
    if (grip.hidden) return
    const { x, y } = place()
    plot.put(grip, x, y)
    const help = "Arrow keys move it, Enter keeps it there, Escape gives up, Page Up and Page Down choose another."
    const label = `Row ${row(current)}: ${words({ x, y })}. ${help}`
    setAttribute(grip, "aria-label", label)
    grip.classList.toggle("moving", draft !== null)
    document.documentElement.classList.toggle("hand-moves", draft !== null)
  }

  function take(fresh, before) {
    if (before && before.key !== fresh.key) current = Math.min(current, fresh.x.length - 1)
    if (waiting && fresh.heard?.id === waiting.id) {
      const answered = waiting
      waiting = null
      if (fresh.heard.refused) {
        next = null
        ;[refused, until] = [fresh.heard.refused, performance.now() + READING]
        say(refused)
      } else {
        linger(answered)
        if (next) send(next)
        next = null
      }
    } else if (!waiting && before && before.key !== fresh.key && `${before.x} ${before.y}` !== `${fresh.x} ${fresh.y}`) {
      // What was being done to other points is over.
      cancel()
      linger(null)
    }
  }

  function linger(move) {
    clearTimeout(later)
    lingering = move
    if (move) later = setTimeout(linger, MOMENT, null)
  }

  function cancel() {
    clearTimeout(quiet)
    draft = pressed = null
  }

  function send(move) {
    waiting = { ...move, id: Date.now() }
    tell({ id: waiting.id, key: state.given.key, row: state.given.rows[move.index] - 1, x: move.x, y: move.y })
  }

  function finish() {
    if (!draft) return
    const done = draft
    cancel()
    const from = next ?? waiting ?? point(done.index)
    if (done.x === from.x && done.y === from.y) return
    say(`Row ${row(done.index)} moved to ${words(done)}.`)
    if (waiting) next = done
    else send(done)
  }

  function hold(index) {
    finish()
    current = index
    draft = { ...place(), index }
    until = 0
    linger(null)
  }

  function down(event) {
    if (event.button || !event.isPrimary) return
    const index = nearest(event)
    if (index < 0) return
    event.preventDefault()
    finish()
    current = index
    const [left, top] = plot.pixel(place())
    pressed = { x: event.clientX, y: event.clientY, off: [left - event.clientX, top - event.clientY] }
    show()
    grip.focus({ preventScroll: true })
    grip.setPointerCapture(event.pointerId)
  }
  grip.onpointermove = (event) => {
    if (!pressed) return
    if (!draft && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < 4) return
    if (!draft) hold(current)
    Object.assign(draft, plot.under(event.clientX + pressed.off[0], event.clientY + pressed.off[1]))
  }
  grip.onpointerup = () => {
    pressed = null
    finish()
  }
  grip.onpointercancel = cancel
  grip.onlostpointercapture = () => pressed && cancel()
  grip.onblur = () => pressed || finish()

  function choose(index) {
    finish()
    if (!waiting) current = Math.max(0, Math.min(state.given.x.length - 1, index))
  }
  function nudge(axis, steps) {
    if (pressed || (waiting && waiting.index !== current)) return
    if (!draft) hold(current)
    draft[axis] = plot.round(axis, draft[axis] + steps * plot.span(axis))
    clearTimeout(quiet)
    quiet = setTimeout(finish, QUIET)
  }
  const keys = { Enter: finish, Escape: cancel, Home: () => choose(0), End: () => choose(Infinity) }
  keys.PageDown = keys["]"] = () => choose(current + 1)
  keys.PageUp = keys["["] = () => choose(current - 1)
  for (const key in STEPS) keys[key] = (event) => nudge(STEPS[key][0], STEPS[key][1] * (event.shiftKey ? 0.1 : 0.01))
  grip.onkeydown = (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !Object.hasOwn(keys, event.key)) return
    event.preventDefault()
    event.stopPropagation()
    keys[event.key](event)
  }

  // A finger on a point neither scrolls the page nor selects text; elsewhere it does what it does.
  const near = ({ target, clientX, clientY }, pointerType) => nearest({ target, clientX, clientY, pointerType }) >= 0
  const touch = (event) => event.touches.length === 1 && near(event.touches[0], "touch") && event.preventDefault()
  const mouse = (event) => near(event, "mouse") && event.preventDefault()
  const hover = (event) => {
    if (event.pointerType === "mouse") event.currentTarget.classList.toggle("hands-near", nearest(event) >= 0)
  }
  const listeners = { pointerdown: down, touchstart: touch, mousedown: mouse, pointermove: hover }
  let heard = null
  function listen(picture) {
    if (picture === heard) return
    for (const name in listeners) {
      heard?.removeEventListener(name, listeners[name], true)
      picture?.addEventListener(name, listeners[name], { capture: true, passive: false })
    }
    heard = picture
  }

  return {
    take,
    show,
    listen,
    draft: () => draft,
    refusal: () => (performance.now() < until ? [[refused]] : null),
    say: () => [[`row ${row(draft.index)}: ${words(draft)},\u00a0`, `the neuron’s loss ${short(lossWith(state.given, state.frame, draft), 4, true)}`]],
    text() {
      const seen = moved() ?? lingering
      return seen ? `${state.given.rows[seen.index]},${seen.x},${seen.y}` : ""
    },
    end() {
      linger(null)
      cancel()
      listen(null)
    },
  }
}

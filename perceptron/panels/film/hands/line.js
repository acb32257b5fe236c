// Your line: two ends to hold, and what they say.

// It stays as it is while another tab is open; for other quantities, and in another lesson, it goes.
const kept = { about: "", line: null }

function yourLine(toggle, layer, plot, { state, startFrom }) {
  const fromHere = layer.querySelector(".from-here")
  const ends = [".left", ".right"].map((name) => layer.querySelector(name))
  let held = null // the end that a pointer holds: how far from its middle, and where it was pressed
  let before = null // the line as it was when an end was taken, to be had back

  const isShown = () => state.given.lesson?.line != null
  const toPlain = ({ w, b }) => [`your line: slope ${short(w, 3, true)}, height at zero ${short(b, 3, true)},\u00a0`]
  const heights = () => plot.ends("x").map((x) => kept.line.w * x + kept.line.b)
  function through([x1, y1], [x2, y2]) {
    const w = (y2 - y1) / (x2 - x1)
    return { w, b: y1 - w * x1 }
  }

  // At first it is the neuron's own, through what that says at its first and last point.
  function neurons() {
    const predict = neuronAt(state.given, state.frame)
    return through(...state.given.reach.map((x) => [x, predict(x)]))
  }

  function move(side, height) {
    const [low, high] = plot.ends("x")
    const y = heights()
    y[side] = plot.round("y", height)
    kept.line = through([low, y[0]], [high, y[1]])
  }

  function show() {
    const shown = kept.line !== null
    setAttribute(toggle, "aria-pressed", String(shown))
    for (const end of ends) setHidden(end, !shown || isShown())
    setHidden(fromHere, !shown || isShown() || !state.given.starts)
    if (!shown) return
    const loss = lossOfLine(state.given, kept.line)
    const [valuemin, valuemax] = plot.ends("y")
    heights().forEach((y, side) => {
      const value = { valuemin, valuemax, valuenow: y, valuetext: `y = ${short(y, 4)}, loss ${short(loss, 4)}` }
      for (const name in value) setAttribute(ends[side], `aria-${name}`, String(value[name]))
      setAttribute(ends[side], "aria-label", `${["Left", "Right"][side]} end of your line`)
      plot.put(ends[side], plot.ends("x")[side], y)
    })
  }

  function say() {
    if (!kept.line) return []
    const { w, b } = kept.line
    if (state.given.lesson) return [[...toPlain(kept.line), `sum of squares ${short(lossOfLine({ ...state.given, factor: 1 }, kept.line), 4, true)}`]]
    const sum = `ŷ = ${short(w, 3, true)}·x ${b < 0 ? "−" : "+"} ${short(Math.abs(b), 3, true)}`
    const line = state.given.plain ? toPlain(kept.line) : [`your line: ${sum},\u00a0`]
    const neurons = short(state.frame.at("loss", state.frame.epoch), 4, true)
    const loss = short(lossOfLine(state.given, kept.line), 4, true)
    const note = differs(state.given, kept.line)
    return [[...line, `loss ${loss}\u00a0`, `(the neuron’s ${neurons})`], ...(note ? [[note]] : [])]
  }

  toggle.onclick = () => {
    plot.dress()
    if (kept.line) kept.line = null
    else if (state.given && state.frame) kept.line = neurons()
  }
  fromHere.onclick = () => startFrom(kept.line)

  const steps = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 }
  ends.forEach((end, side) => {
    end.onfocus = () => (before = kept.line)
    end.onpointerdown = (event) => {
      if (event.button || !event.isPrimary) return
      event.preventDefault()
      end.focus({ preventScroll: true })
      end.setPointerCapture(event.pointerId)
      before = kept.line
      const { top, height } = end.getBoundingClientRect()
      held = { off: top + height / 2 - event.clientY, from: event.clientY, moving: false }
    }
    end.onpointermove = (event) => {
      if (!held || !end.hasPointerCapture(event.pointerId)) return
      held.moving ||= Math.abs(event.clientY - held.from) > 2
      if (held.moving) move(side, plot.under(event.clientX, event.clientY + held.off).y)
    }
    end.onlostpointercapture = () => (held = null)
    end.onkeydown = (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return
      if (event.key === "Escape") {
        held = null
        kept.line = before
      } else if (event.key in steps) {
        const step = steps[event.key] * (event.shiftKey ? 0.1 : 0.01)
        move(side, plot.inside("y", heights()[side]) + step * plot.span("y"))
      } else return
      event.preventDefault()
      event.stopPropagation()
    }
  })

  return {
    show,
    say,
    text: () => (kept.line ? `${kept.line.w},${kept.line.b}${isShown() ? ",still" : ""}` : ""),
    take({ about, lesson }) {
      setHidden(toggle, Boolean(lesson))
      fromHere.textContent = lesson ? "This is my line" : "Let the neuron start from here"
      fromHere.title = lesson ? "Commits to this line as your prediction" : "The next run starts with this weight and bias"
      if (about !== kept.about) Object.assign(kept, { about, line: null })
      if (!lesson) return
      // One begins with a level line, half way up.
      plot.dress()
      kept.line = lesson.line ?? kept.line ?? { w: 0, b: (plot.ends("y")[0] + plot.ends("y")[1]) / 2 }
    },
  }
}

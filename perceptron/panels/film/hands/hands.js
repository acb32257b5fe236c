// Hands on the plot: a line of one's own by its two ends, and points to drag. Everything shows at once in the picture,
// which reads the boxes `yours` and `drag`; Python hears of a line that is to be started from, and of a point let go.

const hands = new WeakMap()

export default function ({ parentElement, data, setTriggerValue }) {
  const hand = hands.get(parentElement) ?? start(parentElement)
  hand.take(data, setTriggerValue)
  return () => hand.end()
}

function wrapped(tag, content) {
  const made = document.createElement(tag)
  made.append(...content)
  return made
}

function start(root) {
  const [layer, said, status] = [".hands-layer", ".said", ".status"].map((name) => root.querySelector(name))
  const state = { given: null, frame: null } // the last data from Python, and what the film shows
  let [send, spoken] = [() => {}, ""]
  const plot = plotUnder(layer, root)
  const line = yourLine(root.querySelector(".toggle"), layer, plot, { state, startFrom: (wanted) => send("started", wanted) })
  const points = pointGrip(layer, plot, {
    state,
    tell: (move) => send("moved", move),
    say: (text) => (status.textContent = text),
  })

  function speak() {
    const lines = points.draft() ? points.say() : (points.refusal() ?? line.say())
    const text = lines.flat().join("\n")
    if (text === spoken) return
    spoken = text
    said.replaceChildren(...lines.map((parts) => wrapped("p", parts.map((part) => wrapped("span", [part])))))
    setHidden(said, !text)
  }

  function look() {
    if (!state.given || !state.frame || !plot.follow()) return
    points.listen(state.given.still ? null : plot.place())
    line.show()
    points.show()
    plot.write("yours", line.text())
    plot.write("drag", points.text())
    speak()
  }

  const follow = (event) => (state.frame = event.detail)
  document.addEventListener("film-frame", follow)
  const loop = following(look)
  const hand = {
    take(data, answer) {
      const before = state.given
      ;[send, state.given] = [answer, data]
      plot.take(data.axes)
      line.take(data)
      points.take(data, before)
      document.dispatchEvent(new CustomEvent("film-ask"))
    },
    end() {
      loop.end()
      document.removeEventListener("film-frame", follow)
      points.end()
      for (const name of ["yours", "drag"]) plot.write(name, "")
      layer.remove()
      hands.delete(root)
    },
  }
  hands.set(root, hand)
  return hand
}

// The picture: points, axes and lines, and the way from the data to pixels and back.

const HEIGHT = 360

function make(name, attributes, text = "") {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name)
  for (const attribute in attributes) element.setAttribute(attribute, attributes[attribute])
  element.textContent = text
  return element
}

function drawing(root) {
  const find = (selector) => root.querySelector(selector)
  const [svg, dots, mark, label, remove] = [".plot", ".dots", ".chosen", ".label", ".remove"].map(find)
  let [axes, steps, box] = [{}, {}, {}]
  let titles = {}

  const number = (axis, point) => String(rounded(point[axis], steps[axis]))
  const words = (point) => ["x", "y"].map((axis) => `${titles[axis]} ${number(axis, point)}`).join(", ")
  const range = (axis) => axes[axis]
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
  const holds = (left, top) =>
    left >= box.left && left <= box.left + box.width && top >= box.top && top <= box.top + box.height
  const middle = () => under(box.left + box.width / 2, box.top + box.height / 2)

  // draft: the point being moved; current: the row that keys act on; chosen: whether it was ever chosen.
  function show({ given, rows, draft, current, chosen, waiting }) {
    titles = given.titles
    const { width } = svg.getBoundingClientRect()
    if (!width) return
    if (!draft) for (const axis of ["x", "y"]) axes[axis] = limits(rows.map((row) => row[axis]), ROOM[axis], axes[axis])
    steps = { x: stepOf(axes.x, Math.max(3, width / 75)), y: stepOf(axes.y, 8) }
    showAxes(width)
    // Nothing is told of how a run ends before its film has come there.
    const told = document.documentElement.classList.contains("film-waits") ? { neuron: [[], []] } : {}
    const lines = { ...given.lines, ...told }
    for (const name of ["neuron", "true"]) {
      find(`.frame .${name}`).setAttribute("d", pathOf(...lines[name]))
      find(`.legend .${name}`).closest("span").hidden = !lines[name][0].length
    }
    svg.setAttribute("aria-label", `Points: ${titles.y} over ${titles.x}`)
    svg.setAttribute("tabindex", rows.length ? -1 : 0)
    svg.classList.toggle("waiting", waiting)
    svg.classList.toggle("dragging", draft?.pointer !== undefined)
    const points = draft ? rows.with(draft.row, draft) : rows
    showDots(points, current)
    showChosen(chosen && points[current], current)
  }

  function showAxes(width) {
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
      make("text", { class: "title", x: box.left + box.width / 2, y: HEIGHT - 8, ...centre }, titles.x),
      make("text", { class: "title", transform: `translate(14 ${middle}) rotate(-90)`, ...centre }, titles.y),
    )
    const places = ["left", "top", "width", "height"].map((side) => box[side])
    ;["x", "y", "width", "height"].forEach((name, i) => find(".frame").setAttribute(name, places[i]))
    find(".frame").setAttribute("viewBox", places.join(" "))
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

  function showDots(points, current) {
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
  }

  function showChosen(point, row) {
    mark.toggleAttribute("hidden", !point)
    remove.hidden = !point
    remove.textContent = `Remove row ${row + 1}`
    if (!point) return
    const [left, top] = at(point.x, point.y)
    const far = left > box.left + 0.7 * box.width
    mark.setAttribute("transform", `translate(${left} ${top})`)
    label.textContent = `${number("x", point)}, ${number("y", point)}`
    label.setAttribute("x", far ? -13 : 13)
    label.setAttribute("y", Math.max(box.top + 14 - top, -13))
    label.setAttribute("text-anchor", far ? "end" : "start")
  }

  return { show, words, range, span, inside, at, under, holds, middle }
}

// The plot's rectangle: a layer that lies exactly over it, the way from data to the screen and back, and the boxes of the
// picture's parameters.

const PICTURE = ".st-key-fitted_line"
const COLOURS = ["--st-background-color", "--st-text-color", "--st-border-color", "--st-primary-color"]

// To what one pixel can tell, and no digit more.
function rounded(value, unit) {
  const power = 10 ** Math.floor(Math.log10(unit))
  return Number((Math.round(value / power) * power).toPrecision(12))
}

function plotUnder(layer, root, picture = PICTURE) {
  let [axes, place, box, stood] = [null, null, null, ""]

  // The picture may be drawn anew or moved at any time, so it is looked for again and again.
  function follow() {
    place = document.querySelector(picture)
    const found = place?.querySelector(".role-frame.root path.background")?.getBoundingClientRect()
    box = found?.width ? found : null
    setHidden(layer, !box)
    if (!box) return false
    if (layer.parentElement !== place) place.append(layer)
    const outer = place.getBoundingClientRect()
    const zoom = outer.width / place.offsetWidth
    const lengths = [box.left - outer.left, box.top - outer.top, box.width, box.height].map((length) => `${(length / zoom).toFixed(2)}px`)
    if (lengths.join() !== stood) {
      stood = lengths.join()
      Object.assign(layer.style, { left: lengths[0], top: lengths[1], width: lengths[2], height: lengths[3] })
    }
    return true
  }

  // The page's colours are known where Streamlit put the component, and the layer left that.
  function dress() {
    const style = getComputedStyle(root.querySelector(".hands, .drawing"))
    for (const name of COLOURS) layer.style.setProperty(name, style.getPropertyValue(name))
  }

  // Where the picture was drawn anew its box is empty again, and is filled again.
  function write(name, text) {
    const input = document.querySelector(`${picture} input[name=${name}]`)
    if (!input || input.value === text) return
    input.value = text
    input.dispatchEvent(new Event("input", { bubbles: true }))
    input.dispatchEvent(new Event("change", { bubbles: true }))
  }

  const span = (axis) => axes[axis][1] - axes[axis][0]
  const inside = (axis, value) => Math.max(axes[axis][0], Math.min(axes[axis][1], value))
  const share = (axis, value) => (value - axes[axis][0]) / span(axis)
  const unit = (axis) => span(axis) / (axis === "x" ? box.width : box.height)
  const round = (axis, value) => inside(axis, rounded(value, unit(axis)))
  const at = (axis, part) => round(axis, axes[axis][0] + part * span(axis))

  return {
    follow,
    write,
    span,
    inside,
    round,
    take(fresh) {
      axes = fresh
      dress()
    },
    dress,
    place: () => place,
    there: () => box !== null,
    ends: (axis) => axes[axis],
    // The data at a place on the screen, and the place of the data.
    under: (left, top) => ({ x: at("x", (left - box.left) / box.width), y: at("y", (box.bottom - top) / box.height) }),
    pixel: ({ x, y }) => [box.left + share("x", x) * box.width, box.bottom - share("y", y) * box.height],
    holds: (left, top) => left > box.left - 8 && left < box.right + 8 && top > box.top - 8 && top < box.bottom + 8,
    put(element, x, y) {
      element.style.left = `${100 * share("x", x)}%`
      element.style.top = `${100 * (1 - share("y", inside("y", y)))}%`
    },
  }
}

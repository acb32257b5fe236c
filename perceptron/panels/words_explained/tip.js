// The one explanation that is shown at a time, beside its word and inside the window.

const EDGE = 8 // pixels that it keeps from the window's edge, and
const GAP = 5 // from its word

function tipIn(layer, root, marks) {
  const box = made("div", "tip", { role: "tooltip", id: "page-words-tip" })
  const parts = Object.fromEntries(["name", "plain", "formula", "note", "keys"].map((name) => [name, made("div", name)]))
  box.append(...Object.values(parts))
  box.hidden = true
  layer.append(box)
  // The word, how it was asked for, and the element whose own title it shows meanwhile.
  let [mark, how, titled, request, moved] = [null, "", null, 0, () => {}]

  function show(asked, way, keys = "") {
    if (asked === mark && way === how) return
    hide()
    ;[mark, how] = [asked, way]
    const { word, text } = mark
    titled = text.parentElement.closest("[title]")
    write({ ...word, note: titled?.title ?? "", keys })
    titled?.removeAttribute("title")
    colour()
    box.hidden = false
    follow()
  }

  function write(said) {
    for (const name in parts) {
      parts[name].textContent = said[name]
      parts[name].hidden = !said[name]
    }
  }

  // The page's own colours, which it gives to its components only.
  function colour() {
    const given = getComputedStyle(root)
    const names = ["--st-background-color", "--st-text-color", "--st-border-color", "--st-primary-color", "--st-font"]
    for (const name of names) layer.style.setProperty(name, given.getPropertyValue(name))
  }

  function follow() {
    mark = marks.successor(mark)
    const rect = mark && placeOf(mark)
    if (!rect) return hide()
    mark.seen = [rect.left + rect.width / 2, rect.top + rect.height / 2]
    const [width, height] = [box.offsetWidth, box.offsetHeight]
    const left = Math.max(EDGE, Math.min(rect.left, innerWidth - EDGE - width))
    const above = rect.top - GAP - height
    const top = above >= EDGE ? above : Math.min(rect.bottom + GAP, innerHeight - EDGE - height)
    box.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`
    moved(rect, mark)
    request = requestAnimationFrame(follow)
  }

  // The rectangle of the word that was pointed at, as long as it is in the window.
  function placeOf(mark) {
    const rects = rectsOf(mark)
    const rect = (mark.seen && rectAt(mark, ...mark.seen)) || rects[0]
    const inside = rect && rect.bottom > 0 && rect.top < innerHeight && rect.right > 0 && rect.left < innerWidth
    return inside || how === "focus" ? rect : null
  }

  function hide() {
    cancelAnimationFrame(request)
    if (titled && parts.note.textContent) titled.title = parts.note.textContent
    box.hidden = true
    ;[mark, how, titled] = [null, "", null]
  }

  return {
    box,
    show,
    hide,
    mark: () => mark,
    how: () => how,
    // Calls the listener with the word's rectangle, at every picture while the explanation is shown.
    whenMoved: (listener) => (moved = listener),
  }
}

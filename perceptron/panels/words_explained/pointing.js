// The pointer: an explanation comes when it rests on a word, and goes when it leaves it; or with a tap. Whatever the word
// stands in keeps doing what it does.

const WAIT = 250 // milliseconds on a word
const GRACE = 150 // milliseconds away from it, in which the explanation itself can be reached
const TAP = 10 // pixels that a finger may slip
const CONTROL = `button, a, input, select, textarea, summary, [role=button], [role=tab], [role=radio], [role=checkbox],
  [role=switch], [role=option], [role=slider], [role=menuitem], label:has(input)`

function pointAt(marks, tip, signal) {
  let [waiting, wanted, place, request, down] = [0, null, null, 0, null]

  // The film may write a word anew while the pointer rests on it.
  const same = (mark, other) => mark?.word === other?.word && mark?.root === other?.root

  function want(mark) {
    if (same(mark, wanted)) return
    clearTimeout(waiting)
    wanted = mark
    if (mark && !same(mark, tip.mark())) waiting = setTimeout(() => showAt(mark), WAIT)
    if (!mark && tip.how() === "hover") waiting = setTimeout(tip.hide, GRACE)
  }

  function showAt(mark) {
    const now = marks.at(...place)
    if (now && same(now, mark)) tip.show(now, "hover")
  }

  function drop() {
    // A move just before a press may not have been looked at yet, and would bring the explanation back.
    cancelAnimationFrame(request)
    request = 0
    clearTimeout(waiting)
    wanted = null
    if (tip.how() !== "focus") tip.hide()
  }

  function look() {
    request = 0
    const [target, x, y] = place
    if (tip.box.contains(target)) return want(tip.mark())
    want(target instanceof Element ? marks.at(target, x, y) : null)
  }

  const listen = (name, listener) => addEventListener(name, listener, { capture: true, passive: true, signal })
  listen("pointermove", (event) => {
    if (event.pointerType === "touch" || event.buttons) return
    place = [event.composedPath()[0], event.clientX, event.clientY]
    request ||= requestAnimationFrame(look)
  })
  listen("pointerdown", (event) => {
    down = event.pointerType === "touch" && event.isPrimary ? event : null
    if (event.pointerType !== "touch") drop()
  })
  listen("pointerup", (event) => {
    const [before, path] = [down, event.composedPath()]
    down = null
    if (event.pointerType !== "touch" || !before) return
    if (Math.hypot(event.clientX - before.clientX, event.clientY - before.clientY) > TAP) return
    const inControl = path.some((part) => part instanceof Element && part.matches(CONTROL))
    const mark = inControl ? null : marks.at(path[0], event.clientX, event.clientY)
    const again = mark && mark === tip.mark()
    drop()
    if (mark && !again) tip.show(mark, "touch")
  })
  // A finger that scrolls.
  listen("pointercancel", drop)
  listen("wheel", drop)
  listen("scroll", () => tip.how() === "hover" && drop())
  document.documentElement.addEventListener("pointerleave", () => tip.how() === "hover" && drop(), { signal })
  addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !tip.mark() || tip.how() === "focus") return
      // One thing at a time: a popover stays open until the next time.
      event.stopImmediatePropagation()
      drop()
    },
    { capture: true, signal }
  )
}

// The keyboard: one stop after everything else on the page, from which arrows lead from word to word. A button lies over
// the word of the moment, so that focus is where the word stands.

const HINT = "← → other words · Esc back"
// What lies over the page's upper and lower edge.
const COVERED = [64, 150]

function walkThrough(layer, marks, tip, signal) {
  const entry = made("button", "entry", { type: "button" })
  // Two that take turns, so that each word gets focus anew and is read out.
  const turns = [0, 1].map(() => made("button", "word", { type: "button", tabindex: "-1", "aria-describedby": tip.box.id }))
  for (const button of turns) button.hidden = true
  layer.prepend(entry, ...turns)
  // The words at the moment, which of them has focus, and what had it before.
  let [all, at, before, leaving] = [[], -1, null, false]

  function count() {
    const { size } = new Set(marks.all().map(({ word }) => word))
    entry.textContent = `${size} words on this page are explained: → goes through them`
    entry.hidden = size === 0
  }

  function go(to) {
    all = marks.all()
    if (!all.length) return
    at = (to + all.length) % all.length
    const mark = all[at]
    bringIntoView(mark)
    const [rest, button] = turns.reverse()
    button.textContent = mark.text.data.slice(mark.range.startOffset, mark.range.endOffset)
    button.hidden = false
    tip.show(mark, "focus", HINT)
    button.focus({ preventScroll: true })
    rest.hidden = true
  }

  // The first word in what lies over the page and had focus before, such as a popover; otherwise the first in the window.
  function first() {
    all = marks.all()
    const over = before?.closest?.("[data-testid=stPopoverBody], [role=dialog]")
    const inside = over ? all.findIndex((mark) => over.contains(hostOf(mark))) : -1
    if (inside >= 0) return inside
    const inMain = (mark) => hostOf(mark).closest("[data-testid=stMain]")
    return Math.max(0, all.findIndex((mark) => inMain(mark) && isInView(rectsOf(mark)[0])))
  }

  function current() {
    const shown = tip.mark()
    const found = all.findIndex((mark) => mark === shown || mark.text === shown?.text && mark.word === shown.word)
    return found < 0 ? at : found
  }

  function back() {
    leaving = true
    for (const button of turns) button.hidden = true
    tip.hide()
    if (before?.isConnected) before.focus()
    else document.activeElement?.blur()
    leaving = false
  }

  const MOVES = {
    ArrowRight: () => current() + 1,
    ArrowDown: () => current() + 1,
    ArrowLeft: () => current() - 1,
    ArrowUp: () => current() - 1,
    Home: () => 0,
    End: () => -1,
  }

  layer.addEventListener(
    "keydown",
    (event) => {
      const onEntry = event.target === entry
      if (event.key === "Escape") back()
      else if (onEntry && ["ArrowRight", "ArrowDown", "Enter", " "].includes(event.key)) go(first())
      else if (!onEntry && event.key in MOVES) go(MOVES[event.key]())
      else return
      event.preventDefault()
      // These arrows are not for the film.
      event.stopPropagation()
    },
    { signal }
  )
  entry.addEventListener("click", () => go(first()), { signal })
  layer.addEventListener(
    "focusin",
    ({ target, relatedTarget }) => {
      if (relatedTarget && !layer.contains(relatedTarget)) before = relatedTarget
      if (target === entry) tip.hide()
    },
    { signal }
  )
  layer.addEventListener(
    "focusout",
    ({ relatedTarget }) => {
      if (leaving || layer.contains(relatedTarget)) return
      for (const button of turns) button.hidden = true
      if (tip.how() === "focus") tip.hide()
    },
    { signal }
  )
  tip.whenMoved((rect) => {
    if (tip.how() !== "focus") return
    const button = turns.find((each) => !each.hidden)
    Object.assign(button.style, { width: `${rect.width}px`, height: `${rect.height}px` })
    button.style.transform = `translate(${rect.left}px, ${rect.top}px)`
  })
  return { count }
}

const isInView = (rect) => Boolean(rect) && rect.top >= COVERED[0] && rect.bottom <= innerHeight - COVERED[1]

function bringIntoView(mark) {
  if (!isInView(rectsOf(mark)[0])) mark.text.parentElement.scrollIntoView({ block: "center", inline: "nearest" })
}

// A page at rest costs its machine nothing: what follows the page looks at every refresh of the screen while something
// moves, and now and then while nothing does; and what is so already is not written again.

const AWAKE = 400 // ms of looking at every refresh, after anything that may have moved something
const NAP = 250 // ms from one look to the next at rest, for what moved without a sign
const SIGNS = ["pointerdown", "pointermove", "pointerup", "pointercancel", "click", "keydown", "input", "change", "focusin"]
SIGNS.push("scroll", "resize", "transitionrun", "transitionend", "visibilitychange", "film-frame", "film-ask")

// Calls look with the time, in ms; it answers whether it has to go on at the next refresh.
function following(look) {
  let [request, nap, until] = [0, 0, 0]

  function tick(now = performance.now()) {
    clearTimeout(nap)
    cancelAnimationFrame(request)
    request = 0
    if (look(now) || performance.now() < until) request ||= requestAnimationFrame(tick)
    else if (!request) nap = setTimeout(tick, NAP)
  }
  function wake() {
    until = performance.now() + AWAKE
    request ||= requestAnimationFrame(tick)
  }

  for (const sign of SIGNS) addEventListener(sign, wake, true)
  // A picture that was drawn anew, or has another size.
  const watcher = new MutationObserver(wake)
  watcher.observe(document.body, { subtree: true, childList: true, attributeFilter: ["viewBox"] })
  wake()
  return {
    wake,
    end() {
      cancelAnimationFrame(request)
      clearTimeout(nap)
      watcher.disconnect()
      for (const sign of SIGNS) removeEventListener(sign, wake, true)
    },
  }
}

// An attribute written anew is a change to the browser, even where it says the same: the page may be painted again.
function setHidden(element, yes) {
  if (element.hidden !== yes) element.hidden = yes
}
function setAttribute(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value)
}

// Which keys move the film: space and arrows, wherever no other control wants them.

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1, PageDown: -100, PageUp: 100 }
const WANT_ARROWS =
  "input:not([type=checkbox]), textarea, select, [role=slider], [role=radio], [role=tab], [contenteditable], canvas"
const WANT_SPACE = `${WANT_ARROWS}, input, button`

// "play", the epochs to go on or back, or null.
function meantBy(event, slider) {
  if (event.altKey || event.ctrlKey || event.metaKey) return null
  const target = event.composedPath()[0]
  const onSlider = target === slider
  const isWanted = (by) => !onSlider && Boolean(target.closest?.(by))
  if (event.key === " ") return isWanted(WANT_SPACE) ? null : "play"
  if (!(event.key in STEPS) || isWanted(WANT_ARROWS)) return null
  return onSlider || event.key.match(/Left|Right/) ? STEPS[event.key] : null
}

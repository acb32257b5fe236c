// The curves as a place to choose an epoch: the pointer shows values and moves nothing, a click or a drag moves the film.

function curveGrip({ under, moveTo, valueAt }) {
  const tip = document.createElement("div")
  tip.className = "film-tip"
  tip.hidden = true
  document.body.append(tip)
  let pressed = null // where a gesture began, and whether it has become a drag

  function show(event, found) {
    tip.hidden = !found
    if (!found) return
    tip.textContent = `epoch ${found.epoch.toLocaleString("en")}${valueAt(found.view, found.epoch)}`
    const left = Math.min(event.clientX + 12, innerWidth - tip.offsetWidth - 8)
    tip.style.translate = `${left}px ${Math.max(8, event.clientY - 34)}px`
  }

  function down(event) {
    const found = event.isPrimary && !event.button && under(event)
    pressed = found ? { x: event.clientX, y: event.clientY, moving: false } : null
    if (found && event.pointerType === "mouse") event.preventDefault()
  }
  function move(event) {
    const found = under(event)
    if (event.pointerType === "mouse") show(event, found)
    if (!pressed || !found) return
    // A finger has to go sideways to be more than the beginning of a scroll.
    pressed.moving ||= Math.abs(event.clientX - pressed.x) > 6
    if (pressed.moving) moveTo(found.epoch)
  }
  function up(event) {
    const found = pressed && under(event)
    if (found && (pressed.moving || Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < 8)) moveTo(found.epoch)
    pressed = null
  }
  const cancel = () => (pressed = null)
  const hide = () => (tip.hidden = true)

  const listeners = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: cancel, scroll: hide }
  for (const name in listeners) document.addEventListener(name, listeners[name], true)
  return {
    end() {
      for (const name in listeners) document.removeEventListener(name, listeners[name], true)
      tip.remove()
    },
  }
}

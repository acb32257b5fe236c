// Plays the film: moves the one slider that Vega draws, keeps every other view at its frame, and tells Python
// the epoch when it is asked to stop somewhere. Scrubbing and playing send nothing.

const FRAMES_A_SECOND = 40
const films = new WeakMap()

export default function (component) {
  const { parentElement, data, setTriggerValue } = component
  const film = films.get(parentElement) ?? start(parentElement, data.start)
  film.epochs = data.epochs
  film.tell = () => setTriggerValue("stopped", film.epochs[film.frame()])
  film.show()
  return () => film.end()
}

function start(root, first) {
  const container = () => document.querySelector(".st-key-film")
  const slider = () => container()?.querySelector("input[type=range]")
  const followers = () => container()?.querySelectorAll(".vega-bind input[type=number]") ?? []
  const button = (name) => root.querySelector(`[data-move=${name}]`)
  const state = { shown: -1, playing: false, since: 0, from: 0, pinned: null }
  let request = 0
  let opensAt = first

  const film = {
    epochs: [],
    tell: () => {},
    frame: () => Math.min(Number(slider()?.value ?? 0), film.epochs.length - 1),
    show,
    end,
  }

  function set(input, frame) {
    if (!input || Number(input.value) === frame) return
    input.value = String(frame)
    input.dispatchEvent(new Event("input", { bubbles: true }))
    input.dispatchEvent(new Event("change", { bubbles: true }))
  }

  function move(frame) {
    const last = film.epochs.length - 1
    set(slider(), Math.max(0, Math.min(last, Math.round(frame))))
  }

  // One look per screen refresh: who moved, the slider, the player or a pointer over the loss curve?
  function look(time) {
    request = requestAnimationFrame(look)
    if (!slider()) return
    if (opensAt > 0) {
      // A link may name an epoch: open at the frame nearest to it.
      move(film.epochs.findLastIndex((epoch) => epoch <= opensAt))
      opensAt = 0
    }
    if (state.playing) {
      const speed = Number(root.querySelector("select").value)
      const frame = state.from + ((time - state.since) / 1000) * FRAMES_A_SECOND * speed
      move(frame)
      if (frame >= film.epochs.length - 1) pause()
    } else {
      const moved = [...followers()].find((input) => input.value !== "" && input.dataset.frame !== input.value)
      if (moved && moved.dataset.frame !== undefined) move(Number(moved.value))
    }
    const frame = film.frame()
    for (const input of followers()) {
      set(input, frame)
      input.dataset.frame = String(frame)
    }
    if (frame !== state.shown) show()
  }

  function show() {
    const frame = film.frame()
    const last = film.epochs[film.epochs.length - 1]
    state.shown = frame
    const text = `Epoch ${film.epochs[frame]?.toLocaleString("en")} of ${last?.toLocaleString("en")}`
    root.querySelector("output").textContent = text
    slider()?.setAttribute("aria-valuetext", text)
    slider()?.setAttribute("aria-label", "Epoch")
  }

  function play() {
    if (film.frame() >= film.epochs.length - 1) move(0)
    state.playing = true
    state.since = performance.now()
    state.from = film.frame()
    name("Pause", "pause")
  }

  function pause() {
    state.playing = false
    name("Play", "play_arrow")
    film.tell()
  }

  function name(label, icon) {
    button("play").setAttribute("aria-label", label)
    button("play").title = `${label} (space)`
    button("play").querySelector("span").textContent = icon
  }

  function step(by) {
    const was = state.playing
    state.playing = false
    if (was) name("Play", "play_arrow")
    move(film.frame() + by)
  }

  button("play").onclick = () => (state.playing ? pause() : play())
  button("start").onclick = () => step(-Infinity)
  button("back").onclick = () => step(-1)
  button("forward").onclick = () => step(1)
  button("end").onclick = () => step(Infinity)
  button("open").onclick = () => (state.playing ? pause() : film.tell())

  // Space and arrow keys work wherever no other control wants them.
  function key(event) {
    const target = event.composedPath()[0]
    const busy = target.closest?.("input, textarea, select, button, [role=slider], [contenteditable], [role=tab], canvas")
    if (busy && !(target.type === "range" && event.key === " ")) return
    if (event.altKey || event.ctrlKey || event.metaKey || !container()?.offsetParent) return
    if (event.key === " ") button("play").click()
    else if (event.key === "ArrowLeft") step(-1)
    else if (event.key === "ArrowRight") step(1)
    else return
    event.preventDefault()
  }

  // A click on the loss curve keeps its epoch: the curve stops following the pointer until it has left.
  function click(event) {
    const curve = event.target.closest?.(".st-key-loss_curve .vega-embed")
    if (!curve) return
    const drawing = curve.querySelector("svg, canvas")
    drawing.style.pointerEvents = "none"
    curve.addEventListener("pointerleave", () => (drawing.style.pointerEvents = ""), { once: true })
    film.tell()
  }

  function end() {
    cancelAnimationFrame(request)
    document.removeEventListener("keydown", key)
    document.removeEventListener("click", click)
    films.delete(root)
  }

  document.addEventListener("keydown", key)
  document.addEventListener("click", click)
  request = requestAnimationFrame(look)
  films.set(root, film)
  return film
}

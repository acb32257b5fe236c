// Plays the film: holds every epoch of the run and the one that is shown, and tells all pictures. Python hears of it only
// where a tab asks to be told; the address of the page always names the epoch at which the film rests.

const films = new WeakMap()
const known = new Map() // the last runs that were shown, by key: the one before is drawn as a ghost
const MOST_KNOWN = 6
const toTheirEnd = new Set() // the runs that were seen to their end
let taken = null // the other data that was last seen learning
const waited = new Set() // of the films that wait for a prediction, by table: which are to begin once they may be seen
const memory = new Map() // where the film last rested, by table, for when the player comes back from another tab
const SECONDS_TO_A_KEPT_EPOCH = 2.5

export default function (component) {
  const { parentElement, data } = component
  const film = films.get(parentElement) ?? start(parentElement)
  film.take(data, component.setTriggerValue)
  return () => film.end()
}

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches

function start(root) {
  const find = (selector) => root.querySelector(selector)
  const button = (name) => find(`[data-move=${name}]`)
  const [slider, box, status] = [".slider", ".epoch", ".status"].map(find)
  const [views, describe] = [pictures(), describing()]
  let given = null // the last data from Python
  let reel = null
  let send = () => {}
  let place = 0 // the epoch shown, with a fraction between two of them
  let playing = null // while it plays: the film's time in seconds, its clock, the epoch to stop at, and the pace
  let [shown, told] = ["", null]

  const last = () => reel.last
  const end = () => given.settled ?? last()
  const epoch = () => Math.floor(place)

  function take(data, answer) {
    send = answer
    const before = given
    given = data
    // Another lesson is read from its beginning.
    if (!data.keeps && before?.table !== data.table) document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0)
    if (!before || before.key !== data.key) {
      reel = unpacked(data.reel)
      known.delete(data.key)
      known.set(data.key, { reel, line: data.line })
      if (data.beside) known.set(data.ghost, { reel: unpacked(data.beside.reel), line: data.beside.line })
      if (known.size > MOST_KNOWN) known.delete(known.keys().next().value)
      before ? follow(before) : open()
    } else if (data.look !== before.look || data.reel.asked !== before.reel.asked) {
      reel = unpacked(data.reel)
    }
    if (before && data.show_end && !before.show_end) rest(end())
    // What has to be told of each epoch is about the one that was seen last.
    if (playing && data.tells && before && !before.tells) rest(place)
    if (!playing && given.keeps) keepInAddress(place)
    if (given.tells && !playing && place !== given.epoch) ask(place)
    shown = ""
    look()
    loop.wake()
  }

  // A player that comes back goes on where it was; a new one opens where the link says. Other data, taken while no player
  // was there, are seen learning.
  function open() {
    if (memory.size === 0) arrived(false)
    const asked = memory.get(given.table) ?? given.epoch
    const isNew = given.taken !== null && given.taken !== taken && !given.tells && !asked
    const begins = !given.waits && waited.delete(given.table) && !still()
    rest((given.show_end || (isNew && still())) && !asked ? end() : asked, false)
    if ((isNew || begins) && place < end()) {
      arrived(false)
      play()
    }
    if (!given.tells && given.keeps) taken = given.taken
  }

  // Another run came: see it learn, up to the epoch that was looked at on the way, or to its end.
  function follow(before) {
    // What was predicted is seen at once.
    if (innerWidth < 900 && before.waits && !given.waits) document.querySelector(".st-key-learn_pictures")?.scrollIntoView({ block: "start" })
    const stood = playing ? playing.target : place
    // A film of several runs goes on where the page's own stood, one more run in it too, and the other way round.
    if (given.field || before.field) {
      arrived(toTheirEnd.has(given.key))
      return rest(playing ? playing.target : place)
    }
    const moved = given.stays && before.table !== given.table && stood > 0
    const asked = before.table === given.table || moved ? stood : 0
    const kept = asked > 0 && asked < (before.settled ?? before.reel.last) && asked < end()
    const target = kept ? asked : end()
    if (given.keeps) taken = given.taken
    if (given.show_end && !moved) return rest(end())
    if (still() || moved) return rest(target)
    arrived(false)
    play(target, kept ? Math.max(1, clock(end()).time(target) / SECONDS_TO_A_KEPT_EPOCH) : 1, 0)
  }

  function play(target = end(), pace = 1, from = place >= target ? 0 : place) {
    const time = clock(end())
    place = from
    playing = { seconds: time.time(from), clock: time, target, pace, since: performance.now() }
    name("Pause", "pause")
    loop.wake()
  }

  // To stand at an epoch; the address then names it.
  function rest(at, tell = true) {
    playing = null
    place = Math.max(0, Math.min(last(), Math.floor(at)))
    name("Play", "play_arrow")
    if (given.waits) waited.add(given.table)
    if (given.waits || place >= end()) arrived(!given.waits)
    look()
    memory.set(given.table, place)
    if (!tell || given.waits) return
    if (given.keeps) keepInAddress(place)
    const verdict = place >= end() ? `. ${given.verdict}` : ""
    status.textContent = `Epoch ${place.toLocaleString("en")}, loss ${short(reel.at("loss", place), 4)}${verdict}`
    if (given.tells || !reel.holds(place)) ask(place)
  }

  let asking = 0
  function ask(at) {
    clearTimeout(asking)
    asking = setTimeout(() => told !== at && send("rested", (told = at)), 150)
  }

  function moveTo(at) {
    if (playing && at < playing.target) {
      place = at
      playing.seconds = playing.clock.time(at)
    } else rest(at)
  }

  function look() {
    if (!reel) return
    const at = playing ? glided(place) : place
    // Between the numbers of the epoch and the place of the line nothing else is needed to say what is seen.
    const state = `${epoch()} ${at} ${playing !== null}`
    views.show(reel, given.views, epoch(), at, playing !== null)
    views.write("fitted_line", "ghost", ghost())
    if (!playing && !given.waits) describe(reel, given.views, epoch(), given)
    if (state === shown) return
    shown = state
    if (document.activeElement !== box) box.value = String(epoch())
    box.max = String(last())
    slider.value = String(1000 * shareOf(epoch(), last()))
    slider.setAttribute("aria-valuetext", `Epoch ${epoch().toLocaleString("en")} of ${last().toLocaleString("en")}`)
    find(".last").textContent = `of ${last().toLocaleString("en")}`
    if (!given.waits) say(given.field ? fieldInWords(reel, epoch(), end(), given) : stepInWords(reel, epoch(), given))
    setHidden(button("open"), given.tells || !given.keeps || given.alone)
    setHidden(button("link"), !given.keeps)
    namePin()
    setHidden(find(".player"), given.waits)
    document.documentElement.classList.toggle("film-unseen", given.waits)
    setHidden(button("new"), !given.keeps || given.tells || given.alone || !isNewHere())
    const detail = { epoch: epoch(), last: last(), playing: playing !== null, at: reel.at, names: reel.names }
    document.dispatchEvent(new CustomEvent("film-frame", { detail }))
  }

  // Whether there is more to come.
  function tick(now) {
    if (!reel) return false
    if (playing) {
      const passed = Math.min(0.25, Math.max(0, now - playing.since) / 1000)
      playing.since = now
      playing.seconds += passed * Number(find("select").value) * playing.pace
      place = Math.min(playing.target, playing.clock.place(playing.seconds))
      if (place >= playing.target) rest(playing.target)
    }
    look()
    return playing !== null
  }

  // A run that is pinned can be compared.
  function namePin() {
    setHidden(button("pin"), !given.pins)
    if (!given.pins) return
    const label = given.pins.has ? `Compare ${given.pins.count}` : "Pin"
    if (button("pin").textContent !== label) button("pin").textContent = label
    button("pin").title = given.pins.has ? "Lay the pinned runs over each other" : "Keep this run, to lay others over it"
  }

  // What is said already stays as it is, or a click on its way to a word of it would go astray.
  function say(parts) {
    const sentence = document.createElement("p")
    sentence.append(...parts)
    if (find(".step").innerHTML !== sentence.innerHTML) find(".step").replaceChildren(...parts)
  }

  function ghost() {
    const other = known.get(given.ghost)
    return other?.line && given.line ? ghostLine(other, given.line, epoch()) : ""
  }

  function arrived(yes) {
    if (yes && given) toTheirEnd.add(given.key)
    for (const [name, on] of [["film-arrived", yes], ["film-waits", !yes]]) {
      document.documentElement.classList.toggle(name, on)
    }
  }

  function name(label, icon) {
    const said = label === "Play" && still() ? "Play in steps" : label
    button("play").setAttribute("aria-label", said)
    button("play").title = `${said} (space)`
    setHidden(find("select"), still())
    button("play").querySelector("span").textContent = icon
  }

  // Where nothing is to move, playing is going on by steps that pass as the film would: epoch by epoch, then further.
  function goOn() {
    const time = clock(end())
    if (place >= end()) return rest(0)
    rest(Math.max(epoch() + 1, Math.min(end(), time.place(time.time(epoch()) + SECONDS_AN_EPOCH))))
  }

  button("play").onclick = () => (playing ? rest(place) : still() ? goOn() : play())
  button("start").onclick = () => rest(0)
  button("back").onclick = () => rest(epoch() - 1)
  button("forward").onclick = () => rest(epoch() + 1)
  button("end").onclick = () => rest(last())
  button("open").onclick = () => {
    rest(place)
    send("opened", place)
  }
  button("link").onclick = async () => {
    rest(place)
    const copied = await navigator.clipboard?.writeText(location.href).then(() => true, () => false)
    button("link").textContent = copied ? "Copied" : "Copy it from the address bar"
    status.textContent = button("link").textContent
    setTimeout(() => (button("link").textContent = "Copy link"), 2500)
  }
  button("pin").onclick = () => {
    rest(place)
    if (!given.pins.has) status.textContent = "Pinned"
    send(given.pins.has ? "compared" : "pinned", Date.now())
  }
  button("new").onclick = () => {
    noLongerNew()
    send("started", Date.now())
  }
  slider.oninput = () => moveTo(epochAt(Number(slider.value) / 1000, last()))
  box.onchange = () => {
    const typed = Number(box.value)
    if (box.value !== "" && Number.isFinite(typed)) rest(typed)
    box.value = String(epoch())
  }

  function key(event) {
    const meant = meantBy(event, slider)
    if (meant === null || given.waits) return
    meant === "play" ? button("play").click() : rest(epoch() + meant)
    event.preventDefault()
  }

  // A click or a drag on a curve shows its epoch; a finger that scrolls moves nothing.
  const grip = curveGrip({
    under: (event) => given && epochUnder(event, given.epoch_axis, last()),
    moveTo: (at) => rest(at),
    valueAt,
  })
  // Nothing is told of what the film has not come to.
  function valueAt(view, at) {
    if (given.field || (at > place && !document.documentElement.classList.contains("film-arrived"))) return ""
    const column = { loss_curve: given.views.loss_curve?.[0], weight: "shown_w1", bias: "shown_b" }[view]
    const label = { loss_curve: "loss", weight: given.plain ? "slope" : "w", bias: given.plain ? "height" : "b" }[view]
    return reel.names.includes(column) ? `, ${label} ${short(reel.at(column, at), 5)}` : ""
  }

  const again = () => (shown = "")

  function finish() {
    if (playing) rest(place, false)
    loop.end()
    document.removeEventListener("keydown", key)
    document.removeEventListener("film-ask", again)
    grip.end()
    views.end()
    films.delete(root)
  }

  document.addEventListener("keydown", key)
  document.addEventListener("film-ask", again)
  const loop = following(tick)
  const film = { take, end: finish }
  films.set(root, film)
  return film
}

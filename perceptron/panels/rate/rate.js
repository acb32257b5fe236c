// The learning rate on a track that ends a little beyond the largest stable one. While a hand or a key moves it,
// everything follows here; Python hears of it once, when the hand lets go or the keys have been still for a moment.

const QUIET = 250 // ms without a key until the value is told
const PATIENCE = 5000 // ms until an answer that did not come is waited for no longer
const KEYS = {
  ArrowRight: [DIGITS, 1], ArrowUp: [DIGITS, 1], ArrowLeft: [DIGITS, -1], ArrowDown: [DIGITS, -1],
  PageUp: [DIGITS - 1, 1], PageDown: [DIGITS - 1, -1],
}
const sliders = new WeakMap()

export default function ({ parentElement, data, setTriggerValue }) {
  if (!sliders.has(parentElement)) sliders.set(parentElement, start(parentElement))
  const slider = sliders.get(parentElement)
  slider.take(data, (message) => setTriggerValue("chosen", message))
  return slider.end
}

function start(root) {
  const find = (selector) => root.querySelector(selector)
  const input = find("input")
  let [given, tell] = [null, null] // the last data from Python, and how to answer
  let rate = null // the one that everybody knows of
  let draft = null // the one being chosen
  let sent = { id: null, at: 0 } // what Python has not answered yet
  let timer = 0

  function take(data, answer) {
    ;[given, tell] = [data, answer]
    drawZones()
    if (data.locked) forget()
    input.disabled = Boolean(data.locked)
    find(".rate-locked").hidden = !data.locked
    find(".rate-locked").textContent = data.locked
    // An answer to something earlier would pull the thumb back.
    const isLate = sent.id !== null && sent.id !== data.heard && Date.now() - sent.at < PATIENCE
    if (!isLate) [rate, sent.id] = [data.rate, null]
    show()
  }

  function drawZones() {
    let from = 0
    const [zones, names] = [find(".rate-zones"), find(".rate-names")]
    zones.replaceChildren()
    names.replaceChildren()
    for (const { name, below } of given.zones) {
      const to = below === null ? 1 : placeOf(below)
      for (const [row, text] of [[zones, ""], [names, name]]) {
        const part = row.appendChild(document.createElement("span"))
        part.dataset.zone = name
        part.textContent = text
        part.style.left = `${100 * from}%`
        part.style.width = `${100 * (to - from)}%`
      }
      from = to
    }
    const limit = find(".rate-limit")
    limit.textContent = `limit ${rounded(given.limit, 4)}`
    for (const mark of [limit, zones.appendChild(document.createElement("i"))]) mark.style.left = `${100 * placeOf(1)}%`
  }

  const put = (shown) => (input.value = String(placeOf(shown / given.limit)))

  function show() {
    const shown = draft ?? rate
    const share = shown / given.limit
    const { name } = given.zones.find(({ below }) => below === null || share < below)
    // While the pointer has the thumb, it is where the pointer is.
    if (!input.matches(":active")) put(shown)
    for (const part of find(".rate-names").children) part.classList.toggle("now", part.dataset.zone === name)
    const number = document.createElement("b")
    number.textContent = String(shown)
    find(".rate-said").replaceChildren(given.before, number, ` ${name}: ${inWords(share)} the limit`)
    const limit = `the largest stable rate ${rounded(given.limit, 4)}`
    input.setAttribute("aria-valuetext", `${given.before}${shown}, ${name}, ${inWords(share)} ${limit}`)
  }

  function choose(chosen) {
    draft = Math.min(Math.max(chosen, given.lowest), given.highest)
    show()
  }

  function settle() {
    clearTimeout(timer)
    if (draft !== null && draft !== rate) {
      rate = draft
      sent = { id: Math.max(Date.now(), (sent.id ?? 0) + 1), at: Date.now() }
      tell({ rate, id: sent.id })
    }
    draft = null
    show()
  }

  function forget() {
    clearTimeout(timer)
    draft = null
  }

  function end() {
    clearTimeout(timer)
    sliders.delete(root)
  }

  // A finger chooses when it is lifted: one that turns out to scroll the page, which cancels it, has chosen nothing.
  let finger = "none"
  input.onpointerdown = ({ pointerType }) => (finger = pointerType === "touch" ? "down" : "none")
  input.onpointerup = () => {
    finger = "none"
    settle()
  }
  input.onpointercancel = () => {
    finger = "scrolled"
    draft = null
    put(rate)
    show()
  }
  input.oninput = () => {
    if (finger !== "scrolled") choose(rounded(shareAt(Number(input.value)) * given.limit))
    else put(rate)
  }
  input.onchange = () => finger === "none" && settle()
  input.onblur = settle
  input.onkeydown = (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    if (event.key in KEYS) choose(next(draft ?? rate, ...KEYS[event.key]))
    else if (event.key === "Home") choose(rounded(LEAST * given.limit))
    else if (event.key === "End") choose(rounded(MOST * given.limit))
    else return
    event.preventDefault()
    clearTimeout(timer)
    timer = setTimeout(settle, QUIET)
  }
  return { take, end }
}

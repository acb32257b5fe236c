// What the player says in words: numbers, the step that comes next, and at the end what became of the run.

// As many digits as count: 0.496, 41.2, 1,234, 5.6·10⁻⁷; never cut, never more than that. `full` keeps noughts at the end.
function short(value, digits = 3, full = false) {
  if (value === 0 || !Number.isFinite(value)) return String(value)
  const size = Math.abs(value)
  if (size >= 1e6 || size < 1e-4) {
    const [mantissa, power] = value.toExponential(digits - 1).split("e")
    const raised = [...power.replace("+", "")].map((sign) => (sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[sign])).join("")
    return `${mantissa.replace(/\.?0+$/, "")}·10${raised}`.replaceAll("-", "−")
  }
  const whole = Math.floor(Math.log10(Number(size.toPrecision(digits)))) + 1
  const places = Math.max(0, digits - whole)
  const least = full ? places : 0
  return value.toLocaleString("en", { minimumFractionDigits: least, maximumFractionDigits: places }).replaceAll("-", "−")
}

// Two numbers with as many digits as tell them apart, five at most; where these do not, they read the same.
function apart(from, to) {
  for (let digits = 2; digits < 5; digits++) {
    const both = [short(from, digits, true), short(to, digits, true)]
    if (both[0] !== both[1]) return both
  }
  return [short(from, 5), short(to, 5)]
}

function changeOf(loss, next) {
  if (loss === next) return "stays the same"
  if (loss === 0) return "grows"
  const ratio = next / loss
  if (Math.abs(ratio - 1) < 0.0005) return `${ratio < 1 ? "falls" : "grows"} by less than 0.1 %`
  if (ratio < 0.1) return `falls to ${short(100 * ratio, 2)} % of it`
  if (ratio >= 0.45 && ratio <= 0.55) return "halves"
  if (ratio < 1) return `falls by ${short(100 * (1 - ratio), 2)} %`
  if (ratio < 1.9) return `grows by ${short(100 * (ratio - 1), 2)} %`
  if (ratio <= 2.1) return "doubles"
  return `grows ${short(ratio, 2)}-fold`
}

function part(text, meaning) {
  const span = document.createElement("span")
  span.className = `is-${meaning}`
  span.textContent = text
  return span
}

// A word that leads to what stands elsewhere on the page.
function wayTo(text, go) {
  const button = document.createElement("button")
  button.className = "why"
  button.type = "button"
  button.textContent = text
  button.onclick = go
  return button
}

const seeWhy = () =>
  wayTo("See why", () => {
    const why = document.querySelector(".st-key-verdict [data-testid=stPopoverButton]")
    why.scrollIntoView({ block: "center" })
    // This very click would close what it opened, were that open before the click has come to its end.
    setTimeout(() => why.click())
  })
// In a lesson: to how the prediction, or the try, did.
const readOn = () =>
  wayTo("Read on", () => {
    document.querySelector(".st-key-learn_try, .st-key-learn_result, .st-key-learn_after, .st-key-wall_result").scrollIntoView({ block: "center" })
  })

// What the next step does, from the epoch shown; at the end, or where a run has settled, what became of it.
function stepInWords(reel, epoch, { settled, batches, verdict, tells, keeps, plain }) {
  if (epoch >= (settled ?? reel.last)) {
    const since = epoch === settled ? "here" : `epoch ${settled?.toLocaleString("en")}`
    const parts = [part(verdict, "verdict"), part(settled === null || !keeps ? "" : ` Settled from ${since} on.`, "aside")]
    return tells ? parts : [...parts, keeps ? seeWhy() : readOn()]
  }
  const both = (name) => [...new Set(apart(reel.at(name, epoch), reel.at(name, epoch + 1)))].join(" → ")
  const parts = [batches > 1 ? `One epoch, ${batches.toLocaleString("en")} steps: ` : "One step: "]
  if (reel.names.includes("shown_w1") && !reel.names.includes("shown_w2")) {
    parts.push(part(`${plain ? "slope" : "w"} ${both("shown_w1")}`, "weight"), ", ")
  }
  parts.push(part(`${plain ? "height" : "b"} ${both("shown_b")}`, "bias"), ", ")
  parts.push(part(`the loss ${changeOf(reel.at("loss", epoch), reel.at("loss", epoch + 1))}`, "loss"), ".")
  return parts
}

// Of several runs in one film: which of them has the lowest loss at the epoch shown, and which the highest.
function fieldInWords(reel, epoch, end, { field, verdict }) {
  const losses = field.map(({ name, column }) => ({ name, loss: reel.at(column, epoch) })).sort((one, other) => one.loss - other.loss)
  const [lowest, highest] = [losses[0], losses[losses.length - 1]]
  if (losses.length === 1) return [`One run: loss ${short(lowest.loss, 4)}.`]
  if (lowest.loss === highest.loss) return [`All ${losses.length} runs have the loss ${short(lowest.loss, 4)}.`]
  const said = (run) => [part(run.name, "verdict"), `, ${short(run.loss, 4)}`]
  const parts = ["Lowest loss: ", ...said(lowest), "; highest: ", ...said(highest), "."]
  return epoch >= end ? [...parts, ` ${verdict}`] : parts
}

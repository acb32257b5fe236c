// What each picture shows at the epoch at which the film rests, in words, for people who cannot see it.

const MOST_TOLD = 8

const listed = (parts, between) =>
  parts.length > MOST_TOLD ? [...parts.slice(0, MOST_TOLD), `${parts.length - MOST_TOLD} more`].join(between) : parts.join(between)

// A column in words: "weight", of several "weight 2", "slope" where the page is plain.
function called(column, many, plain) {
  const number = many ? ` ${column.match(/\d+$/)?.[0] ?? ""}`.trimEnd() : ""
  if (column.startsWith("shown_w")) return (plain ? "slope" : "weight") + number
  if (column === "shown_b") return plain ? "height at zero" : "bias"
  return column === "excess" ? "loss above the best" : "loss"
}

// How a curve has gone as far as it is drawn: its two ends, and how far it was beyond them.
function course(reel, column, epoch) {
  const [first, last] = [reel.at(column, 0), reel.at(column, epoch)]
  const [low, high] = reel.span(column, epoch)
  const parts = [`from ${short(first, 4)} to ${short(last, 4)}`]
  const beyond = (value, bound) => Math.abs(value - bound) > 1e-4 * Math.abs(bound)
  if (high > Math.max(first, last) && beyond(high, Math.max(first, last))) parts.push(`${short(high, 4)} at most`)
  if (low < Math.min(first, last) && beyond(low, Math.min(first, last))) parts.push(`${short(low, 4)} at least`)
  return epoch ? parts.join(", ") : short(first, 4)
}

// By a picture's name what it shows.
function described(reel, views, epoch, { field, plain }) {
  const at = `At epoch ${epoch.toLocaleString("en")}: `
  if (field) {
    const losses = field.map(({ name, column }) => `${name}, loss ${short(reel.at(column, epoch), 4)}`)
    return Object.fromEntries(Object.keys(views).map((view) => [view, `${at}${listed(losses, "; ")}.`]))
  }
  const weights = views.weight ?? []
  const words = (column) => called(column, weights.length > 1, plain)
  const now = [...weights, ...(views.bias ?? []), "loss"].map((column) => `${words(column)} ${short(reel.at(column, epoch), 4)}`)
  const texts = {}
  for (const view in views) {
    const columns = view === "loss_curve" ? views[view].slice(-1) : views[view]
    const courses = () => columns.map((column) => `${words(column)} ${course(reel, column, epoch)}`)
    texts[view] = CURVES.includes(view) ? `${epoch ? at.replace("At", "Up to") : at}${listed(courses(), "; ")}.` : `${at}${listed(now, ", ")}.`
  }
  return texts
}

// Only where it rests, so that nothing is read out while it plays; a picture that is drawn late gets its words then.
function describing() {
  let [known, texts] = ["", {}]
  return function describe(reel, views, epoch, given) {
    const state = `${given.key} ${given.look} ${given.plain} ${epoch}`
    if (state !== known) {
      known = state
      texts = described(reel, views, epoch, given)
    }
    for (const view in texts) {
      const chart = document.querySelector(`${FILM} .st-key-${view} :is([role="graphics-document"], [role="img"])`)
      if (chart) setAttribute(chart, "aria-description", texts[view])
    }
  }
}

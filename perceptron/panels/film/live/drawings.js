// The followers' pictures in words: the formula with its numbers, the numbers beside the best possible, a prediction.

function element(tag, content = "", meaning = "") {
  const made = document.createElement(tag)
  if (meaning) made.className = `is-${meaning}`
  made.append(...[content].flat())
  return made
}

// A number after a sign of its own: "+ 0.77", "− 0.77".
const signed = (value, digits) => (value < 0 ? ["− ", -value] : ["+ ", value]).map((part, i) => (i ? short(part, digits, true) : part))

// Whether nothing but rounding lies between the two.
const isSame = (value, best) => Math.abs(value - best) <= 1e-6 * Math.max(Math.abs(best), Math.abs(value))

// The activation with a sum inside: max(0, …), or the sum as it is.
function wrapped(around, inside) {
  const [before, after] = around.split("{}")
  return [before, ...inside, after]
}

const MOST_TERMS = 2

// The same numbers without letters: "slope 0.50, height at zero 0.77".
function equationInWords(weights, { epoch, at }) {
  const slopes = weights.slice(0, MOST_TERMS).flatMap((name, i) => [i ? " and " : "", element("span", short(at(name, epoch), 3, true), "weight")])
  const more = weights.length > MOST_TERMS ? ` … (${weights.length})` : ""
  return [weights.length > 1 ? "slopes " : "slope ", ...slopes, `${more}, height at zero `, element("span", short(at("shown_b", epoch), 3, true), "bias")]
}

function formula({ weights, around, means, best, called, plain }, frame) {
  const { epoch, at } = frame
  const terms = weights.slice(0, weights.length > MOST_TERMS + 1 ? MOST_TERMS : weights.length).flatMap((name, i) => {
    const value = at(name, epoch)
    const [sign, size] = i ? signed(value, 3) : ["", short(value, 3, true)]
    const x = weights.length > 1 ? `x${"₁₂₃₄₅₆₇₈₉"[i]}` : "x"
    const mean = means ? means[i] : 0
    const centred = mean ? `(${x} ${mean < 0 ? "+" : "−"} ${short(Math.abs(mean), 3)})` : x
    return [i ? " " : "", sign, element("span", size, "weight"), `·${centred}`]
  })
  if (weights.length > MOST_TERMS + 1) terms.push(` + … (${weights.length} terms)`)
  const [sign, size] = signed(at("shown_b", epoch), 3)
  const loss = at("loss", epoch)
  const equation = [element("span", "ŷ", "prediction"), " = ", ...wrapped(around, terms), ` ${sign}`, element("span", size, "bias")]
  return [
    element("span", plain ? equationInWords(weights, frame) : equation, "equation equation"),
    element("span", `loss ${short(loss, 4, true)}`, "loss"),
    element("span", isSame(loss, best) ? `= ${called}` : `${called} ${short(best, 4, true)}`, "best best"),
  ]
}

const worked = {
  as_it_is: (value) => value,
  r_squared: (value, factor) => 1 - value * factor,
  root: (value, factor) => Math.sqrt(value * factor),
}

function numbers({ rows, labels, called }, { epoch, at }) {
  const head = element("thead", element("tr", [...labels, called].map((label) => header(label, "col"))))
  head.querySelectorAll("th")[1].textContent = `${labels[1]} ${epoch.toLocaleString("en")}`
  const body = rows.map(({ name, meaning, help, column, how, factor, best }) => {
    const value = worked[how](at(column, epoch), factor)
    const label = header(name, "row")
    label.title = help
    label.classList.add(`is-${meaning}`)
    const shown = element("td", element("strong", short(value, 5)))
    const isBest = best !== null && isSame(value, best)
    const compared = isBest ? `= ${called}` : best === null ? "–" : short(best, 5)
    return element("tr", [label, shown, element("td", compared, isBest ? "best" : "")])
  })
  return [element("table", [head, element("tbody", body)])]
}

function header(text, scope) {
  const made = element("th", text)
  made.scope = scope
  return made
}

function prediction({ weights, around, z, activation, slopes, note, plain }, { epoch, at }) {
  const inside = weights.map((name) => at(name, epoch))
  const sum = inside.reduce((total, weight, i) => total + weight * z[i], 0)
  const passed = sum * slopes[sum < 0 ? 0 : 1]
  const bias = at("b", epoch)
  const most = 4
  const terms = inside.slice(0, most).flatMap((weight, i) => [
    i ? " + " : "",
    element("span", short(weight, 5), "weight"),
    ` × ${short(z[i], 5)}`,
  ])
  if (inside.length > most) terms.push(` + … (${inside.length} terms)`)
  const answer = element("strong", short(passed + bias, 5), "prediction")
  if (plain) return [element("p", ["The neuron says ", answer, `: ${short(passed, 5)} from the slope, and the height at zero, `, element("span", short(bias, 5), "bias"), "."])]
  const parts = [element("span", "ŷ", "prediction"), " = ", ...wrapped(around, terms), ` ${signed(bias, 5)[0]}`]
  parts.push(element("span", signed(bias, 5)[1], "bias"), " = ", answer)
  if (passed !== sum) parts.push(`. The weighted sum is ${short(sum, 5)}, so the ${activation} makes it ${short(passed, 5)}`)
  return [element("p", [...parts, note])]
}

const drawings = { formula, numbers, prediction }

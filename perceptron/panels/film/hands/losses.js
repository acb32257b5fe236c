// Losses of lines over the rows that the run learned from, in its reduction; and where a neuron cannot be such a line.

// What the neuron says at the epoch shown.
function neuronAt({ bend, scale, slopes }, { epoch, at }) {
  const [w, b] = [at("w1", epoch), at("b", epoch)]
  return (x) => {
    const sum = (w * (x - bend)) / scale
    return sum * slopes[sum < 0 ? 0 : 1] + b
  }
}

// The loss of ŷ = w·x + b, from sums around the means, which keep the digits that sums of large numbers would lose.
function lossOfLine({ sums, factor }, { w, b }) {
  const off = sums.y - w * sums.x - b
  return factor * (Math.max(0, sums.yy - 2 * w * sums.xy + w * w * sums.xx) + sums.rows * off * off)
}

// The loss of the neuron's line at the epoch shown, with one point elsewhere.
function lossWith(given, frame, { index, x, y }) {
  const predict = neuronAt(given, frame)
  const change = (y - predict(x)) ** 2 - (given.y[index] - predict(given.x[index])) ** 2
  return Math.max(0, frame.at("loss", frame.epoch) + given.factor * change)
}

// Where a neuron that starts with that line would not lie on it, in a sentence; "" where it would.
function differs({ bend, scale, slopes, reach, most, activation }, { w, b }) {
  if (Math.max(Math.abs(w * scale), Math.abs(b + w * bend)) > most) {
    return `The neuron can start with ${most.toLocaleString("en")} at most, so not from this line.`
  }
  const sides = [w * (reach[0] - bend), w * (reach[1] - bend)]
  const bent = sides.map((sum) => (sum < 0 ? slopes[0] : sum > 0 ? slopes[1] : 1))
  const side = bent.findIndex((slope) => slope !== 1)
  if (side < 0) return ""
  const where = bent.every((slope) => slope !== 1) ? "At every point" : `${side ? "Right" : "Left"} of x = ${short(bend, 3)}`
  return `${where} the ${activation} ${bent[side] ? "bends the neuron’s line" : "keeps the neuron level"}.`
}

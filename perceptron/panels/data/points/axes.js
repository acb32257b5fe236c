// The numbers of an axis: from where to where it goes, where its ticks are, and how many digits count on it.

const ROOM = { x: 0.08, y: 0.15 }

// Axes stay while the points fill at least half of them, and else leave some room around the points.
function limits(values, room, before) {
  if (!values.length) return before ?? [0, 10]
  const [low, high, [from, to]] = [Math.min(...values), Math.max(...values), before ?? [0, 0]]
  const rim = room * (high - low) || Math.max(1, Math.abs(high) * room)
  const edge = 0.02 * (to - from)
  const fits = low > from + edge && high < to - edge && high - low + 2 * rim > (to - from) / 2
  return fits ? before : [low - rim, high + rim]
}

function stepOf([low, high], ticks) {
  const power = 10 ** Math.floor(Math.log10((high - low) / ticks))
  return [1, 2, 5, 10].find((factor) => factor * power * ticks >= 0.999 * (high - low)) * power
}

function ticksOf([low, high], step) {
  const first = Math.ceil(low / step)
  const short = Math.max(-low, high) >= 1e7 || Math.max(-low, high) < 1e-3
  return Array.from({ length: Math.min(50, Math.floor(high / step) - first + 1) }, (_, i) => {
    const value = (first + i) * step
    const exact = value.toFixed(Math.max(0, Math.min(100, -Math.floor(Math.log10(step)))))
    const text = short ? Number(value.toPrecision(12)).toExponential().replace("e+", "e") : exact
    return [value, value === 0 ? "0" : text.replaceAll("-", "−")]
  })
}

// A value with three digits more than the ticks have.
function rounded(value, step) {
  const digits = Math.floor(Math.log10(Math.abs(value))) - Math.floor(Math.log10(step)) + 4
  return digits < 1 ? 0 : Number(value.toPrecision(Math.min(digits, 15)))
}

// The reel: every epoch's numbers as Python packed them, and which row of them belongs to an epoch.

const bytesOf = (base64) => Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))

const numbers = (base64, Kind) => new Kind(bytesOf(base64).buffer)

// How each step between the bits of float32 differs from the one before, seven bits to a byte, the lowest first.
function walked(base64) {
  const bytes = bytesOf(base64)
  const found = new Int32Array(bytes.reduce((count, byte) => count + (byte < 128), 0))
  let [at, bits, step, zigzag, place] = [0, 0, 0, 0, 0]
  for (const byte of bytes) {
    zigzag |= (byte & 127) << place
    place += 7
    if (byte >= 128) continue
    step = (step + ((zigzag >>> 1) ^ -(zigzag & 1))) | 0
    bits = (bits + step) | 0
    found[at++] = bits
    zigzag = place = 0
  }
  return new Float32Array(found.buffer)
}

function arrayOf({ steps, float32, float64 }) {
  if (steps !== undefined) return walked(steps)
  return float32 !== undefined ? numbers(float32, Float32Array) : numbers(float64, Float64Array)
}

function unpacked({ last, rows, repeats, columns }) {
  const arrays = {}
  for (const name in columns) {
    const packed = columns[name]
    arrays[name] = typeof packed === "string" ? arrays[packed] : arrayOf(packed)
  }
  const epochs = rows && numbers(rows, Int32Array)

  // Where the run repeats itself, a later epoch has the row of an earlier one.
  function folded(epoch) {
    if (!repeats) return epoch
    const [from, period] = repeats
    return epoch < from ? epoch : from + ((epoch - from) % period)
  }

  // The row of an epoch; of a long run, which has only some, the one before it.
  function row(epoch) {
    const wanted = folded(epoch)
    if (!epochs) return wanted
    let [low, high] = [0, epochs.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (epochs[middle] <= wanted) low = middle
      else high = middle - 1
    }
    return low
  }

  const at = (name, epoch) => arrays[name][row(epoch)]
  const holds = (epoch) => !epochs || epochs[row(epoch)] === folded(epoch)
  // The least and the largest number up to an epoch.
  function span(name, epoch) {
    const rows = repeats && epoch >= repeats[0] ? arrays[name].length : row(epoch) + 1
    let [low, high] = [Infinity, -Infinity]
    for (const value of arrays[name].subarray(0, rows)) [low, high] = [Math.min(low, value), Math.max(high, value)]
    return [low, high]
  }
  return { last, names: Object.keys(arrays), at, holds, span }
}

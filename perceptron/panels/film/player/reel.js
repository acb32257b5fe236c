// The reel: every epoch's numbers as Python packed them, and which row of them belongs to an epoch.

function numbers(base64, Kind) {
  const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))
  return new Kind(bytes.buffer)
}

function unpacked({ last, rows, repeats, columns }) {
  const arrays = {}
  for (const name in columns) {
    const packed = columns[name]
    if (typeof packed === "string") arrays[name] = arrays[packed]
    else arrays[name] = packed.float32 ? numbers(packed.float32, Float32Array) : numbers(packed.float64, Float64Array)
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
  return { last, names: Object.keys(arrays), at, holds }
}

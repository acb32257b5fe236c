// The line of another run at that epoch, as the corners of a bent line across the picture: "x,y,x,y,x,y".
function ghostLine({ reel, line }, { low, high }, epoch) {
  const { bend, scale, slopes } = line
  const at = Math.min(epoch, reel.last)
  const [w, b] = [reel.at("w1", at), reel.at("b", at)]
  const height = (x) => {
    const sum = (w * (x - bend)) / scale
    return sum * slopes[sum < 0 ? 0 : 1] + b
  }
  return [low, Math.max(low, Math.min(high, bend)), high].map((x) => `${x},${height(x)}`).join(",")
}

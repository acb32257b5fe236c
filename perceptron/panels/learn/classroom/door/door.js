// A seat in a room outlives a reload as a cookie, which no other site is sent. To another server one goes by opening its
// address anew, because which server answers is chosen then.

let gone = ""

export default function ({ data }) {
  const secure = location.protocol === "https:" ? "; Secure" : ""
  for (const [name, value] of Object.entries(data.cookies)) {
    const age = value ? data.seconds : 0
    document.cookie = `${name}=${value}; Path=/; Max-Age=${age}; SameSite=Strict${secure}`
  }
  if (data.address && data.address !== gone) {
    gone = data.address
    location.assign(data.address)
  }
}

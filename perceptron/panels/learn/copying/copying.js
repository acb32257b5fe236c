// A text with a button that copies it. Where the browser does not let a page copy, the text is selected for the reader.

export default function ({ parentElement, data }) {
  const [text, button, status] = ["textarea", "button", "span"].map((name) => parentElement.querySelector(name))
  if (text.value !== data.text) {
    text.value = data.text
    status.textContent = ""
  }
  text.onfocus = () => text.select()
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(text.value)
      status.textContent = "Copied."
    } catch {
      text.focus()
      text.select()
      status.textContent = "This browser does not let the page copy: the link is selected, copy it with Ctrl+C or ⌘C."
    }
  }
}

/** For the keyboard: past what every page repeats, to the element with the id "page". */
export function SkipLink() {
  return (
    <a
      href="#page"
      className="fixed top-2 left-2 z-50 -translate-y-16 rounded bg-ink px-3 py-2 text-paper focus:translate-y-0"
    >
      Skip to the page
    </a>
  )
}

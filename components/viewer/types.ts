/** A cited passage as the viewer draws it. A footnote across a page break is several of these with one marker. */
export interface ViewerMark {
  readonly id: string
  readonly marker: number
  readonly page: number
  /** [x, y, width, height], fractions of the page as displayed; empty for formats without layout. */
  readonly rects: readonly (readonly [number, number, number, number])[]
  /** Range in the canonical text of the page; what formats without layout are marked by. */
  readonly charStart: number
  readonly charEnd: number
}

/** A place to bring into view; a new object brings it into view again. */
export interface ViewerTarget {
  readonly page: number
  /** The mark or match to scroll to; without one the page's top. */
  readonly markId?: string
  /** Whether the mark takes the focus; a search keeps it where one types. */
  readonly focus?: boolean
}

/** A hit of the search in the document. */
export interface ViewerMatch {
  readonly id: string
  readonly page: number
  readonly rects: readonly (readonly [number, number, number, number])[]
  readonly charStart: number
  readonly charEnd: number
}

import PDFDocument from 'pdfkit'

/** A paragraph of prose, a heading, a row of cells or a list item; "¬" marks where a word may be broken. */
export interface PdfBlock {
  kind: 'title' | 'heading' | 'prose' | 'row' | 'item'
  text: string
}

export interface PdfSpec {
  blocks: readonly PdfBlock[]
  columns?: number
  /** /Rotate of every page; what is drawn is turned back, so that it stands upright when displayed. */
  rotate?: 0 | 90 | 180 | 270
  bodySize?: number
  font?: { body: string; heading: string }
  /** Running header; a footer with the page number goes with it. */
  header?: string
  /** Ends each column after this many lines, to get many pages from little text. */
  linesPerColumn?: number
  isJustified?: boolean
  /** How the lines follow each other in the file: as they are read, one of each column in turn, or from the bottom. */
  stream?: 'as-read' | 'in-turns' | 'upwards'
  info?: { title: string; author?: string }
}

/** A line as it was drawn, in points of the page as displayed, origin top left. */
export interface DrawnLine {
  page: number
  text: string
  x: number
  baseline: number
  size: number
  /** Left edge of each character, and the right edge of the last. */
  edges: number[]
}

export interface MadePdf {
  bytes: Buffer
  width: number
  height: number
  lines: DrawnLine[]
}

const PORTRAIT = { width: 595, height: 842 }
const MARGIN = 64
const GUTTER = 24
const LEADING = 1.36
const MARK = '¬'
const STYLES = {
  title: { scale: 2, before: 0, after: 0.9 },
  heading: { scale: 1.3, before: 1.1, after: 0.4 },
  prose: { scale: 1, before: 0, after: 0.55 },
  row: { scale: 0.95, before: 0, after: 0.1 },
  item: { scale: 1, before: 0, after: 0.2 },
} as const

/** Sets blocks into columns and pages. The same spec always gives the same bytes. */
export async function makePdf(spec: PdfSpec): Promise<MadePdf> {
  return new Setter(spec).set()
}

class Setter {
  readonly #spec: PdfSpec
  readonly #doc: PDFKit.PDFDocument
  readonly #width: number
  readonly #height: number
  readonly #columns: number
  readonly #columnWidth: number
  readonly #body: string
  readonly #headingFont: string
  readonly #size: number
  readonly #lines: DrawnLine[] = []
  #page = 0
  #column = 0
  #y = 0
  #linesInColumn = 0
  /** Draws the lines of a page, by column. */
  #held: (() => void)[][] = []
  #previous: PdfBlock['kind'] | null = null

  constructor(spec: PdfSpec) {
    this.#spec = spec
    const isTurned = spec.rotate === 90 || spec.rotate === 270
    this.#width = isTurned ? PORTRAIT.height : PORTRAIT.width
    this.#height = isTurned ? PORTRAIT.width : PORTRAIT.height
    this.#columns = spec.columns ?? 1
    this.#columnWidth = (this.#width - 2 * MARGIN - (this.#columns - 1) * GUTTER) / this.#columns
    this.#body = spec.font?.body ?? 'Times-Roman'
    this.#headingFont = spec.font?.heading ?? 'Helvetica-Bold'
    this.#size = spec.bodySize ?? 10.5
    const info = { Title: spec.info?.title ?? '', Author: spec.info?.author ?? '', CreationDate: new Date(0) }
    this.#doc = new PDFDocument({
      size: [PORTRAIT.width, PORTRAIT.height],
      margin: 0,
      autoFirstPage: false,
      info,
    })
  }

  async set(): Promise<MadePdf> {
    const parts: Buffer[] = []
    const ended = new Promise<void>((resolve, reject) => {
      this.#doc
        .on('data', (part: Buffer) => parts.push(part))
        .on('end', resolve)
        .on('error', reject)
    })
    this.#startPage()
    for (const block of this.#spec.blocks) this.#setBlock(block)
    this.#drawHeld()
    this.#doc.end()
    await ended
    return { bytes: Buffer.concat(parts), width: this.#width, height: this.#height, lines: this.#lines }
  }

  #setBlock({ kind, text }: PdfBlock): void {
    const { scale, before, after } = STYLES[kind]
    const size = this.#size * scale
    const isHeading = kind === 'title' || kind === 'heading'
    this.#doc.font(isHeading ? this.#headingFont : this.#body).fontSize(size)
    const isAfterList = kind === 'prose' && (this.#previous === 'row' || this.#previous === 'item')
    if (this.#linesInColumn > 0) this.#y += (isAfterList ? 0.6 : before) * size
    this.#previous = kind
    // A heading at the foot of a column would stand without its text.
    if (isHeading && this.#y + size * 4 > this.#bottom) this.#nextColumn()
    if (kind === 'row')
      this.#setRow(
        text.split('|').map((cell) => cell.trim()),
        size,
      )
    else {
      const lines = this.#breakLines(kind === 'item' ? `• ${text}` : text)
      for (const [i, line] of lines.entries())
        this.#setLine(line, size, kind === 'prose' && i < lines.length - 1 && this.#spec.isJustified === true)
    }
    this.#y += after * size
  }

  #setRow(cells: string[], size: number): void {
    this.#makeRoom(size)
    // The first column holds names and is twice as wide.
    const step = this.#columnWidth / (cells.length + 1)
    cells.forEach((cell, i) => {
      this.#draw(cell, { x: this.#left + (i === 0 ? 0 : i + 1) * step, size, extra: 0 })
    })
    this.#y += size * LEADING
    this.#linesInColumn += 1
  }

  #setLine(text: string, size: number, isStretched: boolean): void {
    this.#makeRoom(size)
    const spaces = text.split(' ').length - 1
    const rest = this.#columnWidth - this.#doc.widthOfString(text)
    this.#draw(text, {
      x: this.#left,
      size,
      extra: isStretched && spaces > 0 ? Math.max(0, rest) / spaces : 0,
    })
    this.#y += size * LEADING
    this.#linesInColumn += 1
  }

  #draw(text: string, { x, size, extra }: { x: number; size: number; extra: number }): void {
    const doc = this.#doc
    const edges = [...text, ''].map((_, i) => {
      const before = text.slice(0, i)
      return x + doc.widthOfString(before) + extra * (before.split(' ').length - 1)
    })
    const [y, [font]] = [this.#y, currentFont(doc)]
    const held = this.#held[this.#column] ?? []
    this.#held[this.#column] = held
    held.push(() => {
      if (font) doc.font(font).fontSize(size)
      doc.text(text, x, y, { lineBreak: false, wordSpacing: extra })
    })
    // pdfkit places text by its ascender.
    const ascender = ((doc as unknown as { _font: { ascender: number } })._font.ascender / 1000) * size
    this.#lines.push({ page: this.#page, text, x, baseline: this.#y + ascender, size, edges })
  }

  #drawHeld(): void {
    const { stream = 'as-read' } = this.#spec
    const columns = this.#held
    this.#held = []
    const [font, size] = currentFont(this.#doc)
    const length = Math.max(0, ...columns.map((column) => column.length))
    const inTurns = Array.from({ length }, (_, i) =>
      columns.flatMap((column) => column.slice(i, i + 1)),
    ).flat()
    const lines = stream === 'in-turns' ? inTurns : columns.flat()
    for (const draw of stream === 'upwards' ? lines.reverse() : lines) draw()
    if (font) this.#doc.font(font).fontSize(size)
  }

  /** Greedy lines; a word that does not fit is broken at its last mark that does. */
  #breakLines(text: string): string[] {
    const lines: string[] = []
    let line = ''
    const fits = (candidate: string) => this.#doc.widthOfString(candidate) <= this.#columnWidth
    for (const word of text.split(/\s+/).filter(Boolean)) {
      let rest = word
      const joined = () => (line ? `${line} ` : '')
      if (!fits(joined() + rest.replaceAll(MARK, ''))) {
        const syllables = rest.split(MARK)
        for (let take = syllables.length - 1; take > 0; take--) {
          const head = `${syllables.slice(0, take).join('')}-`
          if (!fits(joined() + head)) continue
          lines.push(joined() + head)
          line = ''
          rest = syllables.slice(take).join(MARK)
          break
        }
        if (line) lines.push(line)
        line = rest.replaceAll(MARK, '')
      } else line = joined() + rest.replaceAll(MARK, '')
    }
    return line ? [...lines, line] : lines
  }

  get #left(): number {
    return MARGIN + this.#column * (this.#columnWidth + GUTTER)
  }

  get #bottom(): number {
    return this.#height - MARGIN - 24
  }

  #makeRoom(size: number): void {
    const isFull = this.#spec.linesPerColumn !== undefined && this.#linesInColumn >= this.#spec.linesPerColumn
    if (isFull || this.#y + size * LEADING > this.#bottom) this.#nextColumn()
  }

  #nextColumn(): void {
    this.#column += 1
    this.#linesInColumn = 0
    this.#y = MARGIN + 24
    if (this.#column === this.#columns) this.#startPage()
  }

  #startPage(): void {
    const doc = this.#doc
    this.#drawHeld()
    doc.addPage()
    this.#page += 1
    this.#column = 0
    this.#linesInColumn = 0
    this.#turnPage()
    if (this.#spec.header) this.#setFurniture(this.#spec.header)
    this.#y = MARGIN + 24
  }

  #setFurniture(header: string): void {
    const [font, size] = currentFont(this.#doc)
    this.#doc.font('Helvetica').fontSize(8.5)
    this.#doc.text(header, MARGIN, MARGIN / 2, { lineBreak: false })
    const number = `Page ${this.#page}`
    const x = this.#width - MARGIN - this.#doc.widthOfString(number)
    this.#doc.text(number, x, this.#height - MARGIN / 2 - 10, { lineBreak: false })
    if (font) this.#doc.font(font).fontSize(size)
  }

  /** A page that is shown turned clockwise is drawn on turned the other way. */
  #turnPage(): void {
    const { rotate = 0 } = this.#spec
    const { width, height } = PORTRAIT
    if (rotate === 0) return
    Object.assign(this.#doc.page.dictionary.data, { Rotate: rotate })
    if (rotate === 90) this.#doc.transform(0, -1, 1, 0, 0, height)
    if (rotate === 180) this.#doc.transform(-1, 0, 0, -1, width, height)
    if (rotate === 270) this.#doc.transform(0, 1, -1, 0, width, 0)
  }
}

/** pdfkit keeps the current font to itself; furniture is set between the lines of a block and must put it back. */
function currentFont(doc: PDFKit.PDFDocument): [string | null, number] {
  const inside = doc as unknown as { _font: { name: string } | null; _fontSize: number }
  return [inside._font?.name ?? null, inside._fontSize]
}

import { deflateSync } from 'node:zlib'
import PDFDocument from 'pdfkit'

/** A PDF from bare objects: number n of the file is `objects[n - 1]`, the first is the catalogue. */
export function buildRawPdf(objects: readonly (string | Buffer)[]): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')]
  const offsets: number[] = []
  let at = parts[0]?.length ?? 0
  const push = (part: Buffer) => {
    parts.push(part)
    at += part.length
  }
  objects.forEach((object, i) => {
    offsets.push(at)
    push(Buffer.concat([Buffer.from(`${i + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')]))
  })
  const xref = at
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  push(Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n${rows}`))
  push(Buffer.from(`trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`))
  return Buffer.concat(parts)
}

/** One page whose content is given, in Helvetica as /F1. */
export function buildPagePdf(content: string): Buffer {
  const data = deflateSync(content, { level: 9 })
  const stream = Buffer.concat([
    Buffer.from(`<< /Length ${data.length} /Filter /FlateDecode >>\nstream\n`),
    data,
    Buffer.from('\nendstream'),
  ])
  return buildRawPdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    stream,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ])
}

/** Few bytes that hold many megabytes of text operators; reading them takes many seconds. */
export function buildOperatorBomb(megabytes = 20): Buffer {
  const line = '1 0 0 1 72 700 Tm (a) Tj 1 0 0 1 300 90 Tm (b) Tj\n'
  return buildPagePdf(`BT /F1 10 Tf\n${line.repeat(Math.ceil((megabytes * 1e6) / line.length))}ET`)
}

/** Operators that paint nothing and give no text, so that only a limit on time ends them. */
export function buildSilentBomb(megabytes: number): Buffer {
  return buildPagePdf('q 1 0 0 1 0 0 cm Q\n'.repeat(Math.ceil((megabytes * 1e6) / 19)))
}

/** Tiny pages, each with its number. */
export function buildManyPages(count: number): Buffer {
  const kids = Array.from({ length: count }, (_, i) => `${i + 4} 0 R`).join(' ')
  const page = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>'
  return buildRawPdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${count} >>`,
    '<< >>',
    ...Array.from({ length: count }, () => page),
  ])
}

/** Opens only with the password. */
export async function buildEncryptedPdf(userPassword: string): Promise<Buffer> {
  const doc = new PDFDocument({ userPassword, pdfVersion: '1.7' })
  const parts: Buffer[] = []
  doc.on('data', (part: Buffer) => parts.push(part))
  doc.text('Nobody reads this without the key.')
  doc.end()
  await new Promise((resolve) => doc.once('end', resolve))
  return Buffer.concat(parts)
}

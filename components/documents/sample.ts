/** The file that comes with the product; it is uploaded and read like any other. */
export const SAMPLE = {
  url: '/sample/elderwick-annual-report.pdf',
  name: 'Elderwick annual report.pdf',
  type: 'application/pdf',
}

/** @throws when the file cannot be loaded. */
export async function loadSample(): Promise<File> {
  const response = await fetch(SAMPLE.url)
  if (!response.ok) throw new Error(`the sample answered ${response.status}`)
  return new File([await response.blob()], SAMPLE.name, { type: SAMPLE.type })
}

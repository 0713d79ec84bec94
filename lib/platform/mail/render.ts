/** A mail in words; each paragraph is plain text. */
export interface MailContent {
  readonly heading: string
  readonly paragraphs: readonly string[]
  readonly action?: { readonly label: string; readonly url: string }
  /** Small print below, e.g. why this mail came. */
  readonly footer?: string
}

/** The two bodies of a mail. People's words are escaped; nothing is loaded from anywhere. */
export function renderMail({ heading, paragraphs, action, footer }: MailContent): {
  text: string
  html: string
} {
  const text = [
    heading,
    ...paragraphs,
    action && `${action.label}:\n${action.url}`,
    footer && `-- \n${footer}`,
  ]
    .filter(Boolean)
    .join('\n\n')
  const body = [
    `<h1 style="font-size:20px;margin:0 0 16px">${escapeHtml(heading)}</h1>`,
    ...paragraphs.map((paragraph) => `<p style="margin:0 0 16px">${escapeHtml(paragraph)}</p>`),
    action && renderAction(action),
    footer && `<p style="margin:24px 0 0;color:#6b6b6b;font-size:13px">${escapeHtml(footer)}</p>`,
  ]
  return { text: `${text}\n`, html: page(body.filter(Boolean).join('\n')) }
}

/** `text` for a place between tags or inside a quoted attribute. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

function renderAction({ label, url }: { label: string; url: string }): string {
  const href = escapeHtml(url)
  return `<p style="margin:24px 0"><a href="${href}" style="background:#1c1c1c;color:#fff;padding:10px 18px;border-radius:6px;text-decoration:none">${escapeHtml(label)}</a></p>
<p style="margin:0 0 16px;font-size:13px;color:#6b6b6b">Or open this address: ${href}</p>`
}

function page(body: string): string {
  return `<!doctype html>
<html lang="en"><body style="margin:0;padding:32px 16px;background:#faf9f6">
<div style="max-width:520px;margin:0 auto;font:16px/1.55 Georgia,serif;color:#1c1c1c">
${body}
</div></body></html>
`
}

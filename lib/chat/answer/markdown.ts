/** Escapes what Markdown would act on, addresses included, so that words from a document are shown as they are. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>#|~!&$@]/g, '\\$&')
    .replace(/(?<![a-z\d])(?:(?:https?|mailto|xmpp|ftp)(?=:)|www(?=\.))/gi, '$&\\')
    .replace(/^(\s*)([-+=])(?=\s|=|-|$)/gm, '$1\\$2')
    .replace(/^(\s*\d{1,9})([.)])(?=\s|$)/gm, '$1\\$2')
}

/** Takes backslashes before punctuation away again. */
export function unescapeMarkdown(text: string): string {
  return text.replace(/\\([!-/:-@[-`{-~])/g, '$1')
}

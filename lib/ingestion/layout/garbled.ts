/**
 * Frequent words of languages written in Latin script. Text in one of them holds far more than 7 % of these;
 * text through a broken character map holds next to none.
 */
const STOP_WORDS = new Set(
  (
    'the of and to in a is that for it as was with be by on not he his or are this at from but have an had they you were ' +
    'der die und das ist ein eine nicht von zu den mit sich auf für im dem des es auch als an er so dass kann wird bei ' +
    'le la les de des du et un une en est que qui dans pour pas sur au par il elle ce se plus avec sont ' +
    'el los las y del se por con una su para es al lo como más pero sus ' +
    'o os as do da em um uma não com para no na que e dos das ao ' +
    'di il lo che non per sono gli nel alla dei della con ' +
    'het een en van dat op te zijn met voor niet aan er om ook maar ' +
    'och att det som på av för är med den till inte om har i ett af til og jeg ikke ' +
    'w z na i nie do się że jest jak a to o po ale ' +
    've bir bu için ile da de olarak çok'
  ).split(' '),
)
const MIN_WORDS = 80
const MIN_STOP_SHARE = 0.07
const MAX_BROKEN_SHARE = 0.02

/** Whether a page's text layer is there but does not read as language. */
export function isGarbled(text: string): boolean {
  const visible = text.replace(/\s/g, '')
  if (visible.length === 0) return false
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  const broken = visible.match(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f\ufffd\ue000-\uf8ff]/g)?.length ?? 0
  if (broken > visible.length * MAX_BROKEN_SHARE) return true
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? []
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  if (words.length <= MIN_WORDS || latin < letters * 0.8) return false
  return words.filter((word) => STOP_WORDS.has(word)).length < words.length * MIN_STOP_SHARE
}

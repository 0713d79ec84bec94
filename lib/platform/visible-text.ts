/** Controls, and embeddings, overrides and isolates of direction: a name could pose as something else with them. */
const DISGUISE = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu
/** The braille blank is a symbol by its class, and shows nothing all the same. */
const SHOWS = /[^\p{Default_Ignorable_Code_Point}\p{Z}\p{C}\u2800]/u

/** Whether there is anything to see: zero-width characters, fillers, marks of direction and spaces show nothing. */
export function isVisible(text: string): boolean {
  return SHOWS.test(text)
}

/** Takes out what would hide or turn round the text beside it. */
export function removeDisguise(text: string): string {
  return text.replace(DISGUISE, '')
}

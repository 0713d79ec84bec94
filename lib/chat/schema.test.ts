import { describe, expect, it } from 'vitest'
import { createRunSchema, QUESTION_MAX_CHARACTERS, updateConversationSchema } from './schema.ts'

describe('createRunSchema', () => {
  it('takes a question up to its limit, without the white space around it', () => {
    const question = 'x'.repeat(QUESTION_MAX_CHARACTERS)
    expect(createRunSchema.parse({ question: ` ${question}\n` }).question).toBe(question)
  })

  it('refuses a question of 50,000 characters and says how long it may be', () => {
    const result = createRunSchema.safeParse({ question: 'x'.repeat(50_000) })
    expect(result.error?.issues[0]).toMatchObject({
      path: ['question'],
      message: 'A question may have at most 8,000 characters.',
    })
  })

  it('refuses an empty question', () => {
    expect(createRunSchema.safeParse({ question: '  \n ' }).success).toBe(false)
  })
})

describe('updateConversationSchema', () => {
  it('refuses a title that shows nothing or is turned round', () => {
    expect(updateConversationSchema.parse({ title: ' Harbour ' }).title).toBe('Harbour')
    for (const title of ['\u200b\u200b', '\u202e\u202c', 'tpp.\u202efdp'])
      expect(updateConversationSchema.safeParse({ title }).success).toBe(false)
  })
})

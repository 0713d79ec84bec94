import { describe, expect, it } from 'vitest'
import { makeMe } from '#components/billing/make-me.ts'
import type { FailureCode } from '#lib/documents/schema.ts'
import type { Problem } from '#lib/platform/http/schema.ts'
import { describeStanding, summarise } from './plan-refusal.ts'

const refuse = (limitKey: string, limit: number, requested: number): Problem => ({
  ...{ type: '', title: '', status: 402, detail: '', code: 'limit_reached', requestId: '' },
  ...{ limitKey, limit, requested, used: limit },
})
const { active } = makeMe()
const using = (documents: number, pages: number) => makeMe({ usage: { ...active.usage, documents, pages } })

describe('describeStanding', () => {
  it('tells what is in the way today, not what was when the file was refused', () => {
    const refusal = refuse('pages', 150, 60)
    expect(describeStanding(refusal, using(3, 120))).toEqual({
      hasRoom: false,
      text: 'Free holds 150 pages, and 120 are in use; this file has 60.',
      remedy: 'Deleting documents makes room.',
    })
    expect(describeStanding(refusal, using(3, 90))).toMatchObject({
      hasRoom: true,
      text: 'There is room for it now.',
    })
  })

  it('never sends anybody to delete documents for a file that is too long by itself', () => {
    expect(describeStanding({ ...refuse('pagesPerDocument', 50, 60), used: 0 }, using(0, 0))).toEqual({
      hasRoom: false,
      text: 'Free takes documents of up to 50 pages, and this one has 60.',
      remedy: 'Split it, or see what helps.',
    })
  })

  it('says that a plan is held where only that is in the way', () => {
    const held = makeMe({ ...using(1, 1).active, plan: { ...active.plan, access: 'hold' } })
    expect(describeStanding(refuse('documents', 5, 1), held).text).toBe('This workspace is on hold.')
  })
})

describe('summarise', () => {
  const ready = { id: 'a', status: 'ready' as const, failure: null, pageCount: 3 }
  const failed = (id: string, code: FailureCode) => ({
    id,
    status: 'failed' as const,
    failure: { code, text: '', remedy: '', retryable: false },
    pageCount: null,
  })

  it('tells what could not be read apart from what the plan did not take', () => {
    const documents = [
      ready,
      failed('b', 'corrupt'),
      failed('c', 'limit_reached'),
      failed('d', 'limit_reached'),
    ]
    const kept = [
      { documentId: 'c', refusal: refuse('pages', 150, 60) },
      { documentId: null, refusal: refuse('documents', 5, 1) },
    ]
    expect(summarise(documents, kept)).toBe(
      '1 document, 3 pages. 2 wait for room. 1 not added: plan limit. 1 could not be read.',
    )
  })

  it('names nothing that is not there', () => {
    expect(summarise([ready, ready], [])).toBe('2 documents, 6 pages.')
  })
})

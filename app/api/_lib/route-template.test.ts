import { describe, expect, it } from 'vitest'
import { toRouteTemplate } from './route-template.ts'

describe('the template of a route', () => {
  it.each([
    ['/api/documents', {}, '/api/documents'],
    ['/api/documents/7', { id: '7' }, '/api/documents/[id]'],
    ['/api/documents/7/pages/12', { id: '7', number: '12' }, '/api/documents/[id]/pages/[number]'],
    ['/api/documents/documents', { id: 'documents' }, '/api/documents/[id]'],
    ['/api/documents/a%20b', { id: 'a b' }, '/api/documents/[id]'],
    ['/api/documents/a%20b', { id: 'a%20b' }, '/api/documents/[id]'],
    ['/api/nothing/at/all', { unknown: ['nothing', 'at', 'all'] }, '/api/[...unknown]'],
    ['/api/uploads/1', { id: ['1'] }, '/api/uploads/[...id]'],
    ['/api/uploads', {}, '/api/uploads'],
  ])('of %s is its folder', (pathname, params, template) => {
    expect(toRouteTemplate(pathname, params)).toBe(template)
  })

  it('never holds what a parameter took, however often it stands in the address', () => {
    expect(toRouteTemplate('/api/workspaces/9/overrides/9', { id: '9', overrideId: '9' })).not.toContain('9')
  })
})

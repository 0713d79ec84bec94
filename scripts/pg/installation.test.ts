import { expect, it } from 'vitest'
import { isNewEnough } from './installation.ts'

it.each([
  ["default_version = '0.7.4'", false],
  ["comment = 'vector'\ndefault_version = '0.8.0'\nrelocatable = true", true],
  ["default_version = '0.10.0'", true],
  ["default_version = '1.0.0'", true],
  ['', false],
])('takes pgvector from 0.8 on: %j is %s', (control, expected) => {
  expect(isNewEnough(control)).toBe(expected)
})

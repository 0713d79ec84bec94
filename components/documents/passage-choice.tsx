import { useId } from 'react'
import { CHUNK_SIZES, type ChunkSize } from '#lib/documents/schema.ts'
import { PASSAGE_WORDS } from './passage-length.ts'

interface PassageChoiceProps {
  readonly value: ChunkSize
  /** In use now. */
  readonly shown: ChunkSize
  readonly onChange: (size: ChunkSize) => void
}

/** The three lengths, each with what it is good for. */
export function PassageChoice({ value, shown, onChange }: PassageChoiceProps) {
  const name = useId()
  return (
    <fieldset className="divide-y divide-rule border-rule border-y">
      <legend className="sr-only">Length</legend>
      {CHUNK_SIZES.map((size) => {
        const { title, characters, goodFor } = PASSAGE_WORDS[size]
        return (
          <label key={size} className="flex cursor-pointer gap-3 py-2.5">
            <input
              type="radio"
              name={name}
              value={size}
              checked={value === size}
              onChange={() => onChange(size)}
              className="mt-1 size-4 shrink-0 accent-ink"
            />
            <span>
              <span className="font-[540]">{title}</span>{' '}
              <span className="text-ink-3 text-small">
                {characters}
                {size === shown && ' · in use'}
              </span>
              <span className="block text-ink-2 text-small">{goodFor}</span>
            </span>
          </label>
        )
      })}
    </fieldset>
  )
}

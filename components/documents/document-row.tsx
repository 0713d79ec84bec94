'use client'

import { Ellipsis } from 'lucide-react'
import Link from 'next/link'
import { Button } from '#components/ui/button.tsx'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '#components/ui/menu.tsx'
import { Cell } from '#components/ui/table.tsx'
import type { Document } from '#lib/documents/schema.ts'
import { DocumentPassages } from './document-passages.tsx'
import { DocumentState, DocumentWeakness } from './document-state.tsx'
import { formatAdded } from './format.ts'
import type { Kept } from './kept-files.ts'
import { KeptState, PlanRefusal } from './kept-rows.tsx'
import { PassagesMenuItem } from './passages-menu-item.tsx'
import { toRefusalProblem } from './plan-refusal.ts'

export interface DocumentActions {
  readonly onRename: (document: Document) => void
  readonly onTrash: (document: Document) => void
  readonly onRetry: (document: Document) => void
  readonly onPassages: (document: Document) => void
}

interface DocumentRowProps extends DocumentActions {
  readonly slug: string
  readonly document: Document
  /** The file of it, where the plan refused it and this browser sent it. */
  readonly kept?: Kept | undefined
  readonly now: Date
}

export function DocumentTableRow({ slug, document, kept, now, ...actions }: DocumentRowProps) {
  const refusal = document.status === 'failed' ? toRefusalProblem(document) : null
  const readable = document.status === 'ready' || document.pagesDone > 0
  return (
    <tr className="max-sm:relative max-sm:block max-sm:border-rule max-sm:border-b max-sm:py-2.5 max-sm:pr-10">
      <Cell className="max-w-0 max-sm:block max-sm:max-w-full max-sm:border-0 max-sm:p-0">
        <span className="block truncate text-left" dir="auto" title={document.name}>
          {readable && document.status !== 'failed' ? (
            <Link href={`/w/${slug}/documents/${document.id}`} className="underline-offset-3 hover:underline">
              {document.name}
            </Link>
          ) : (
            document.name
          )}
        </span>
        <DocumentWeakness document={document} />
      </Cell>
      <Cell className="max-sm:block max-sm:border-0 max-sm:p-0 max-sm:text-ink-2">
        {refusal === null && <DocumentState document={document} />}
        {document.status === 'ready' && document.pageCount !== null && (
          <span className="sm:hidden">
            , {document.pageCount === 1 ? '1 page' : `${document.pageCount.toLocaleString('en')} pages`}
          </span>
        )}
        <DocumentPassages document={document} onPassages={actions.onPassages} />
        {document.status === 'failed' &&
          (kept?.refusal ? (
            <KeptState kept={kept} onRemove={() => actions.onTrash(document)} />
          ) : refusal ? (
            <PlanRefusal
              refusal={refusal}
              name={document.name}
              where="To add it, choose the file again."
              onRemove={() => actions.onTrash(document)}
            />
          ) : (
            <FailedActions document={document} {...actions} />
          ))}
      </Cell>
      <Cell numeric className="hidden sm:table-cell">
        {document.pageCount?.toLocaleString('en') ?? '–'}
      </Cell>
      <Cell className="hidden whitespace-nowrap pl-6 sm:table-cell">
        {formatAdded(document.createdAt, now)}
      </Cell>
      <Cell className="text-right max-sm:absolute max-sm:top-1.5 max-sm:right-0 max-sm:border-0 max-sm:p-0 sm:py-1 sm:pr-0">
        <RowMenu slug={slug} document={document} {...actions} />
      </Cell>
    </tr>
  )
}

function FailedActions({ document, onRetry, onTrash }: DocumentActions & { document: Document }) {
  return (
    <span className="flex gap-3 text-tiny">
      {document.failure?.retryable && (
        <Button
          size="small"
          variant="link"
          className="!border-0 font-normal"
          onClick={() => onRetry(document)}
        >
          Try again
        </Button>
      )}
      <Button size="small" variant="link" className="!border-0 font-normal" onClick={() => onTrash(document)}>
        Remove
      </Button>
    </span>
  )
}

function RowMenu({
  slug,
  document,
  onRename,
  onTrash,
  onPassages,
}: DocumentActions & { slug: string; document: Document }) {
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button size="icon" variant="quiet" aria-label={`More for ${document.name}`}>
          <Ellipsis aria-hidden size={16} />
        </Button>
      </MenuTrigger>
      <MenuContent align="end">
        {document.searchablePages > 0 && (
          <MenuItem asChild>
            <Link href={`/w/${slug}/chat?document=${document.id}`}>Ask about this document</Link>
          </MenuItem>
        )}
        <MenuItem onSelect={() => onRename(document)}>Rename</MenuItem>
        {document.status === 'ready' && <PassagesMenuItem onSelect={() => onPassages(document)} />}
        <MenuItem danger onSelect={() => onTrash(document)}>
          Delete
        </MenuItem>
      </MenuContent>
    </Menu>
  )
}

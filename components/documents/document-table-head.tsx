import { HeaderCell } from '#components/ui/table.tsx'
import { VisuallyHidden } from '#components/ui/visually-hidden.tsx'

/** Names and widths of the columns. */
export function DocumentTableHead() {
  return (
    <thead className="max-sm:sr-only">
      <tr>
        <HeaderCell className="w-[38%]">Name</HeaderCell>
        <HeaderCell>State</HeaderCell>
        <HeaderCell numeric className="hidden w-20 sm:table-cell">
          Pages
        </HeaderCell>
        <HeaderCell className="hidden w-32 pl-6 sm:table-cell">Added</HeaderCell>
        <HeaderCell className="w-10">
          <VisuallyHidden>Actions</VisuallyHidden>
        </HeaderCell>
      </tr>
    </thead>
  )
}

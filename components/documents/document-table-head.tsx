import { ActionsHeaderCell, HeaderCell } from '#components/ui/table.tsx'

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
        <ActionsHeaderCell className="w-10" />
      </tr>
    </thead>
  )
}

'use client'

import { useQuery } from '@tanstack/react-query'
import { meQuery } from '#components/account/queries.ts'
import { useWorkspace } from '#components/layout/workspace-context.tsx'
import { MenuItem } from '#components/ui/menu.tsx'

/** Opens the choice of passage lengths; who may only read is told why not. */
export function PassagesMenuItem({ onSelect }: { onSelect: () => void }) {
  const { id } = useWorkspace()
  const { data: me } = useQuery(meQuery(id))
  const isViewer = me?.active.role === 'viewer'
  return (
    <MenuItem disabled={isViewer} onSelect={onSelect}>
      <span>
        Passage length …
        {isViewer && <small className="block text-tiny">Only members change it. Ask the owner.</small>}
      </span>
    </MenuItem>
  )
}

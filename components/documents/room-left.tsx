'use client'

import { useQuery } from '@tanstack/react-query'
import { meQuery } from '#components/account/queries.ts'
import { describeRoom } from './describe-room.ts'

/** What may still be added, before it is. */
export function RoomLeft({ workspaceId }: { workspaceId: string }) {
  const { data: me } = useQuery(meQuery(workspaceId))
  return me ? <span>{describeRoom(me.active)}</span> : null
}

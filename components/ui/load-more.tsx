import { Button } from './button.tsx'

/** Goes on with a list where its last page ended; nothing where it is complete. */
export function LoadMore({
  list,
}: {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> }
}) {
  if (!list.hasNextPage) return null
  return (
    <Button className="mt-4" pending={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
      {list.isFetchingNextPage ? 'Loading…' : 'Show more'}
    </Button>
  )
}

'use client'

import { useState } from 'react'
import { Button } from './button.tsx'
import { Checkbox } from './checkbox.tsx'
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from './dialog.tsx'
import { EmptyState } from './empty-state.tsx'
import { Field } from './field.tsx'
import { Kbd } from './kbd.tsx'
import { Menu, MenuContent, MenuItem, MenuTrigger } from './menu.tsx'
import { Notice } from './notice.tsx'
import { Meter, Progress } from './progress.tsx'
import { Skeleton } from './skeleton.tsx'
import { Cell, HeaderCell, Table } from './table.tsx'
import { useToast } from './toast.tsx'
import { Tooltip } from './tooltip.tsx'

/** Every primitive in its states. */
export function PrimitiveStates() {
  const toast = useToast()
  const [checked, setChecked] = useState(true)
  return (
    <div className="grid gap-10">
      <div className="flex flex-wrap items-center gap-2.5">
        <Button variant="primary">Primary</Button>
        <Button>Secondary</Button>
        <Button variant="quiet">Quiet</Button>
        <Button variant="danger">Delete</Button>
        <Button variant="link">Link</Button>
        <Button pending>Working…</Button>
        <Tooltip text="More about it">
          <Button size="small">Small</Button>
        </Tooltip>
        <Kbd>N</Kbd>
      </div>
      <div className="grid max-w-sm gap-4">
        <Field label="E-mail" hint="Where the link goes." placeholder="you@example.org" />
        <Field label="Password" error="Use at least 12 characters." defaultValue="short" />
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the box inside is a control, of Radix. */}
        <label className="flex items-center gap-2">
          <Checkbox checked={checked} onCheckedChange={(next) => setChecked(next === true)} />A box
        </label>
      </div>
      <div className="grid gap-4">
        <Notice announce={false} title="You stopped this answer">
          What was written so far stays.
        </Notice>
        <Notice
          announce={false}
          tone="warning"
          title="All 50 credits are used"
          actions={<Button size="small">Compare plans</Button>}
        >
          There are new ones on 1 Dec. Your question stays here.
        </Notice>
        <Notice
          announce={false}
          tone="critical"
          title="No connection to the server"
          actions={<Button size="small">Try again</Button>}
        >
          What you wrote stays here.
        </Notice>
      </div>
      <div className="grid max-w-60 gap-3 text-small">
        <Meter label="Credits left" used={12} limit={50} countsLeft />
        <Meter label="Pages stored" used={139} limit={150} />
        <Meter label="Documents" used={7} limit={null} />
        <Progress label="Reading" value={40} />
        <Progress label="Waiting" value={null} />
      </div>
      <Skeleton rows={4} className="max-w-md" />
      <Table>
        <thead>
          <tr>
            <HeaderCell>Name</HeaderCell>
            <HeaderCell numeric>Pages</HeaderCell>
          </tr>
        </thead>
        <tbody>
          <tr>
            <Cell>bitcoin-paper.pdf</Cell>
            <Cell numeric>9</Cell>
          </tr>
        </tbody>
      </Table>
      <EmptyState title="Nothing here yet" action={<Button variant="primary">Add the first</Button>}>
        One sentence that helps.
      </EmptyState>
      <div className="flex flex-wrap gap-2.5">
        <Dialog>
          <DialogTrigger asChild>
            <Button>Open a dialog</Button>
          </DialogTrigger>
          <DialogContent title="Rename" description="The name is shown in answers made from now on.">
            <DialogActions>
              <Button variant="primary">Rename</Button>
              <DialogClose asChild>
                <Button>Cancel</Button>
              </DialogClose>
            </DialogActions>
          </DialogContent>
        </Dialog>
        <Menu>
          <MenuTrigger asChild>
            <Button>Open a menu</Button>
          </MenuTrigger>
          <MenuContent>
            <MenuItem>Rename</MenuItem>
            <MenuItem danger>Delete</MenuItem>
          </MenuContent>
        </Menu>
        <Button
          onClick={() =>
            toast({ title: 'Deleted “paper.pdf”', action: { label: 'Undo', onClick: () => {} } })
          }
        >
          Show a message
        </Button>
      </div>
    </div>
  )
}

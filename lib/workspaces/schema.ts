import * as z from 'zod'
import { ROLES } from '#lib/auth/context.ts'
import { displayNameSchema } from '#lib/auth/schema.ts'
import { entitlementsSchema } from '#lib/billing/schema.ts'
import { idSchema, pageOf } from '#lib/platform/http/schema.ts'

export const workspaceSchema = z.object({
  id: idSchema,
  slug: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
})
export type Workspace = z.infer<typeof workspaceSchema>

/** GET /api/user/me. The UI shows from it, the server decides again. */
export const meSchema = z.object({
  user: z.object({
    id: idSchema,
    email: z.string(),
    name: z.string(),
    emailVerified: z.boolean(),
    isStaff: z.boolean(),
    locale: z.string(),
    timeZone: z.string(),
  }),
  workspaces: z.array(workspaceSchema),
  active: entitlementsSchema.extend({
    workspaceId: idSchema,
    role: z.enum(ROLES),
    /** Whom to ask about the plan. */
    owner: z.object({ name: z.string() }).nullable(),
  }),
})
export type Me = z.infer<typeof meSchema>

export const workspaceListSchema = pageOf(workspaceSchema)
export type WorkspaceList = z.infer<typeof workspaceListSchema>

export const updateWorkspaceSchema = z.strictObject({ name: displayNameSchema })
export type UpdateWorkspace = z.infer<typeof updateWorkspaceSchema>
export const createWorkspaceSchema = z.strictObject({ name: displayNameSchema })

import 'server-only'

export {
  staffAddOverride,
  staffChangePlan,
  staffDecidePlanRequest,
  staffGrantCredits,
  staffRevokeGrant,
  staffRevokeOverride,
  staffSetHold,
} from './change-workspace.ts'
export { claimStaff } from './claim-staff.ts'
export { runControlChecks } from './controls/run-control-checks.ts'
export { listStaffJobs, retryStaffJob } from './failed-jobs.ts'
export { getUsage, getUsageCsv } from './get-usage.ts'
export { renderPlatformMetrics } from './metrics/render-platform-metrics.ts'
export { getDenials, listAudit, listChecks } from './operations.ts'
export { listPlanRequests } from './plan-requests.ts'
export { getWorkspace, listLedger, listWorkspaces } from './workspaces.ts'

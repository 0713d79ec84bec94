import 'server-only'

export { type CompletedSignUp, completeSignUp, createPerson } from './complete-sign-up.ts'
export { findMemberNames } from './find-member-names.ts'
export { getMe } from './get-me.ts'
export { listOperatorAddresses } from './operators.ts'
export { sendPlanRequestMail } from './send-plan-request-mail.ts'
export { sendUsageNotice } from './send-usage-notice.ts'
export { getWorkspace, listWorkspaces, refuseSecondFreeWorkspace, updateWorkspace } from './workspaces.ts'

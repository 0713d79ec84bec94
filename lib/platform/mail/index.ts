import 'server-only'

export { deliverDueMail, deliverMail } from './deliver.ts'
export { deliverMailJob } from './jobs.ts'
export { type DevMail, listDevMails } from './mailbox.ts'
export { findMailboxPath } from './mailbox-path.ts'
export { type QueueMail, queueMail } from './queue-mail.ts'
export { type MailContent, renderMail } from './render.ts'

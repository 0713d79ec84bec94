-- What Prisma does not describe: the ways of the page that explains a balance.

-- What ended without a charge stands beside the ledger's entries, newest first.
CREATE INDEX quota_reservation_free ON quota_reservation (workspace_id, closed_at DESC, id DESC)
  WHERE state <> 'held' AND coalesce(settled_mc, 0) = 0;
-- Refunds are rare, and each is asked whether its credits had ended.
CREATE INDEX usage_entry_refund ON usage_entry (workspace_id, grant_id, at) WHERE kind = 'refund';

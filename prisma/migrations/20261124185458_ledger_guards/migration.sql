-- AlterTable
ALTER TABLE "quota_allocation" ADD COLUMN     "refunded_mc" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "quota_reservation" ADD COLUMN     "quoted_mc" BIGINT;

-- AlterTable
ALTER TABLE "usage_entry" ADD COLUMN     "estimated_input_tokens" INTEGER,
ADD COLUMN     "estimated_output_tokens" INTEGER,
ADD COLUMN     "source" TEXT;

-- What Prisma does not describe.

-- Nothing is charged above what was held, held above what was quoted, or given back above what was charged.
ALTER TABLE quota_reservation
  ADD CONSTRAINT quota_reservation_settled CHECK (settled_mc <= held_mc),
  ADD CONSTRAINT quota_reservation_quoted CHECK (held_mc <= quoted_mc AND (quote_id IS NULL) = (quoted_mc IS NULL));
ALTER TABLE quota_allocation
  ADD CONSTRAINT quota_allocation_refunded CHECK (refunded_mc BETWEEN 0 AND settled_mc);
ALTER TABLE usage_entry
  ADD CONSTRAINT usage_entry_source CHECK (source IN ('provider', 'local'));

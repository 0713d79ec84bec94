-- On a server a superuser has made the extension already (scripts/db-provision.sql); then this is a no-op.
CREATE EXTENSION IF NOT EXISTS vector;

-- CreateTable
CREATE TABLE "billing_account" (
    "workspace_id" UUID NOT NULL,
    "anchor_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "billing_account_pkey" PRIMARY KEY ("workspace_id")
);

-- CreateTable
CREATE TABLE "entitlement_snapshot" (
    "workspace_id" UUID NOT NULL,
    "version" BIGINT NOT NULL DEFAULT 1,
    "access" TEXT NOT NULL DEFAULT 'full',
    "plan_key" TEXT NOT NULL,
    "plan_version" INTEGER NOT NULL,
    "limits" JSONB NOT NULL,
    "features" TEXT[],
    "reasons" JSONB NOT NULL DEFAULT '{}',
    "valid_until" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "entitlement_snapshot_pkey" PRIMARY KEY ("workspace_id")
);

-- CreateTable
CREATE TABLE "entitlement_override" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "op" TEXT NOT NULL,
    "value" JSONB,
    "reason" TEXT NOT NULL,
    "granted_by" UUID,
    "starts_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "entitlement_override_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "quota_grant" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "meter" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "source_ref" TEXT NOT NULL,
    "priority" INTEGER NOT NULL,
    "limit_mc" BIGINT NOT NULL,
    "revoked_mc" BIGINT NOT NULL DEFAULT 0,
    "used_mc" BIGINT NOT NULL DEFAULT 0,
    "reserved_mc" BIGINT NOT NULL DEFAULT 0,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "quota_grant_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "quota_reservation" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "idem_key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "meter" TEXT NOT NULL,
    "held_mc" BIGINT NOT NULL,
    "settled_mc" BIGINT,
    "overage_mc" BIGINT NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL DEFAULT 'held',
    "surface" TEXT NOT NULL,
    "actor_id" UUID,
    "api_key_id" UUID,
    "ref_type" TEXT,
    "ref_id" UUID,
    "journal" JSONB,
    "journaled_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "quota_reservation_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "quota_allocation" (
    "workspace_id" UUID NOT NULL,
    "reservation_id" UUID NOT NULL,
    "grant_id" UUID NOT NULL,
    "amount_mc" BIGINT NOT NULL,
    "settled_mc" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "quota_allocation_pkey" PRIMARY KEY ("workspace_id","reservation_id","grant_id")
);

-- CreateTable
CREATE TABLE "usage_entry" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "meter" TEXT NOT NULL DEFAULT 'credits',
    "amount_mc" BIGINT NOT NULL DEFAULT 0,
    "cost_micro_usd" BIGINT NOT NULL DEFAULT 0,
    "input_tokens" INTEGER,
    "output_tokens" INTEGER,
    "model" TEXT,
    "write_off" BOOLEAN NOT NULL DEFAULT false,
    "user_id" UUID,
    "api_key_id" UUID,
    "document_id" UUID,
    "conversation_id" UUID,
    "reservation_id" UUID,
    "grant_id" UUID,
    "ref_id" TEXT,
    "surface" TEXT NOT NULL DEFAULT 'web',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "usage_entry_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "workspace_stock" (
    "workspace_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "value" BIGINT NOT NULL,

    CONSTRAINT "workspace_stock_pkey" PRIMARY KEY ("workspace_id","key")
);

-- CreateTable
CREATE TABLE "conversation" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "scope" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "trashed_at" TIMESTAMPTZ(3),

    CONSTRAINT "conversation_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "message" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "parent_id" UUID,
    "role" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "outcome" TEXT,
    "nearest" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "message_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "message_sentence" (
    "workspace_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "char_start" INTEGER NOT NULL,
    "char_end" INTEGER NOT NULL,
    "verdict" TEXT NOT NULL,

    CONSTRAINT "message_sentence_pkey" PRIMARY KEY ("workspace_id","message_id","ordinal")
);

-- CreateTable
CREATE TABLE "citation" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "marker" INTEGER NOT NULL,
    "document_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "page" INTEGER NOT NULL,
    "char_start" INTEGER NOT NULL,
    "char_end" INTEGER NOT NULL,
    "quote" TEXT NOT NULL,
    "rects" JSONB NOT NULL,
    "verdict" TEXT NOT NULL,

    CONSTRAINT "citation_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "sentence_citation" (
    "workspace_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "sentence_ordinal" INTEGER NOT NULL,
    "citation_id" UUID NOT NULL,

    CONSTRAINT "sentence_citation_pkey" PRIMARY KEY ("workspace_id","message_id","sentence_ordinal","citation_id")
);

-- CreateTable
CREATE TABLE "run" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "question_message_id" UUID NOT NULL,
    "answer_message_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "reservation_id" UUID NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'running',
    "owner_process" TEXT NOT NULL,
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "stop_requested_at" TIMESTAMPTZ(3),
    "error_code" TEXT,
    "receipt" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "run_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "run_event" (
    "workspace_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "run_event_pkey" PRIMARY KEY ("workspace_id","run_id","seq")
);

-- CreateTable
CREATE TABLE "upload" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "filename" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "received_bytes" BIGINT NOT NULL DEFAULT 0,
    "sha256" TEXT,
    "status" TEXT NOT NULL DEFAULT 'receiving',
    "document_id" UUID,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "upload_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "blob" (
    "workspace_id" UUID NOT NULL,
    "sha256" TEXT NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "blob_pkey" PRIMARY KEY ("workspace_id","sha256")
);

-- CreateTable
CREATE TABLE "document" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "version_id" UUID NOT NULL,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "trashed_at" TIMESTAMPTZ(3),

    CONSTRAINT "document_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "document_revision" (
    "workspace_id" UUID NOT NULL,
    "document_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "version_id" UUID NOT NULL,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "document_revision_pkey" PRIMARY KEY ("workspace_id","document_id","number")
);

-- CreateTable
CREATE TABLE "document_version" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "sha256" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "pipeline_version" INTEGER NOT NULL,
    "settings_hash" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "stage" TEXT NOT NULL DEFAULT 'detect',
    "page_count" INTEGER,
    "pages_done" INTEGER NOT NULL DEFAULT 0,
    "searchable_pages" INTEGER NOT NULL DEFAULT 0,
    "chunks_embedded" INTEGER NOT NULL DEFAULT 0,
    "stock_pages" INTEGER NOT NULL DEFAULT 0,
    "failure_code" TEXT,
    "failure_detail" JSONB,
    "report" JSONB,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "document_version_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "document_page" (
    "workspace_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "width" DOUBLE PRECISION NOT NULL,
    "height" DOUBLE PRECISION NOT NULL,
    "rotation" INTEGER NOT NULL DEFAULT 0,
    "geometry" BYTEA,
    "source" TEXT NOT NULL,

    CONSTRAINT "document_page_pkey" PRIMARY KEY ("workspace_id","version_id","number")
);

-- CreateTable
CREATE TABLE "chunk" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "heading_path" TEXT[],
    "text" TEXT NOT NULL,
    "token_count" INTEGER NOT NULL,
    "page_start" INTEGER NOT NULL,
    "char_start" INTEGER NOT NULL,
    "page_end" INTEGER NOT NULL,
    "char_end" INTEGER NOT NULL,

    CONSTRAINT "chunk_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "chunk_lexical" (
    "workspace_id" UUID NOT NULL,
    "chunk_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "words" sparsevec(536870912) NOT NULL,
    "grams" sparsevec(536870912) NOT NULL,

    CONSTRAINT "chunk_lexical_pkey" PRIMARY KEY ("workspace_id","chunk_id")
);

-- CreateTable
CREATE TABLE "lexical_df" (
    "workspace_id" UUID NOT NULL,
    "term" INTEGER NOT NULL,
    "df" INTEGER NOT NULL,

    CONSTRAINT "lexical_df_pkey" PRIMARY KEY ("workspace_id","term")
);

-- CreateTable
CREATE TABLE "lexical_stat" (
    "workspace_id" UUID NOT NULL,
    "chunks" INTEGER NOT NULL,

    CONSTRAINT "lexical_stat_pkey" PRIMARY KEY ("workspace_id")
);

-- CreateTable
CREATE TABLE "user" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "email_verified_at" TIMESTAMPTZ(3),
    "locale" TEXT NOT NULL DEFAULT 'en',
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "is_staff" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "user_id" UUID NOT NULL,
    "authenticated_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "address" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_attempt" (
    "key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "locked_until" TIMESTAMPTZ(3),
    "last_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sign_in_attempt_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "one_time_token" (
    "id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "purpose" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "one_time_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workspace" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "personal_user_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workspace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "workspace_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("workspace_id","user_id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "workspace_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "actor_user_id" UUID,
    "action" TEXT NOT NULL,
    "subject" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "address" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("workspace_id","id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" UUID NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_error" TEXT,
    "sent_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limit" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "quota_grant_workspace_id_meter_source_source_ref_key" ON "quota_grant"("workspace_id", "meter", "source", "source_ref");

-- CreateIndex
CREATE UNIQUE INDEX "quota_reservation_workspace_id_idem_key_key" ON "quota_reservation"("workspace_id", "idem_key");

-- CreateIndex
CREATE INDEX "usage_entry_workspace_id_at_idx" ON "usage_entry"("workspace_id", "at");

-- CreateIndex
CREATE INDEX "conversation_workspace_id_user_id_updated_at_idx" ON "conversation"("workspace_id", "user_id", "updated_at");

-- CreateIndex
CREATE INDEX "message_workspace_id_conversation_id_created_at_idx" ON "message"("workspace_id", "conversation_id", "created_at");

-- CreateIndex
CREATE INDEX "citation_workspace_id_message_id_idx" ON "citation"("workspace_id", "message_id");

-- CreateIndex
CREATE INDEX "sentence_citation_workspace_id_citation_id_idx" ON "sentence_citation"("workspace_id", "citation_id");

-- CreateIndex
CREATE INDEX "run_workspace_id_conversation_id_idx" ON "run"("workspace_id", "conversation_id");

-- CreateIndex
CREATE UNIQUE INDEX "run_workspace_id_idempotency_key_key" ON "run"("workspace_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "document_workspace_id_version_id_idx" ON "document"("workspace_id", "version_id");

-- CreateIndex
CREATE INDEX "document_workspace_id_created_at_idx" ON "document"("workspace_id", "created_at");

-- CreateIndex
CREATE INDEX "document_revision_workspace_id_version_id_idx" ON "document_revision"("workspace_id", "version_id");

-- CreateIndex
CREATE UNIQUE INDEX "document_version_workspace_id_sha256_media_type_pipeline_ve_key" ON "document_version"("workspace_id", "sha256", "media_type", "pipeline_version", "settings_hash");

-- CreateIndex
CREATE UNIQUE INDEX "chunk_workspace_id_version_id_ordinal_key" ON "chunk"("workspace_id", "version_id", "ordinal");

-- CreateIndex
CREATE INDEX "chunk_lexical_workspace_id_version_id_idx" ON "chunk_lexical"("workspace_id", "version_id");

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "session_secret_hash_key" ON "session"("secret_hash");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "one_time_token_token_hash_key" ON "one_time_token"("token_hash");

-- CreateIndex
CREATE INDEX "one_time_token_email_purpose_idx" ON "one_time_token"("email", "purpose");

-- CreateIndex
CREATE UNIQUE INDEX "workspace_slug_key" ON "workspace"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "workspace_personal_user_id_key" ON "workspace"("personal_user_id");

-- CreateIndex
CREATE INDEX "membership_user_id_idx" ON "membership"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_dedupe_key_key" ON "outbox"("dedupe_key");

-- CreateIndex
CREATE INDEX "outbox_status_next_attempt_at_idx" ON "outbox"("status", "next_attempt_at");

-- AddForeignKey
ALTER TABLE "quota_allocation" ADD CONSTRAINT "quota_allocation_workspace_id_reservation_id_fkey" FOREIGN KEY ("workspace_id", "reservation_id") REFERENCES "quota_reservation"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_workspace_id_conversation_id_fkey" FOREIGN KEY ("workspace_id", "conversation_id") REFERENCES "conversation"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message_sentence" ADD CONSTRAINT "message_sentence_workspace_id_message_id_fkey" FOREIGN KEY ("workspace_id", "message_id") REFERENCES "message"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "citation" ADD CONSTRAINT "citation_workspace_id_message_id_fkey" FOREIGN KEY ("workspace_id", "message_id") REFERENCES "message"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sentence_citation" ADD CONSTRAINT "sentence_citation_workspace_id_message_id_sentence_ordinal_fkey" FOREIGN KEY ("workspace_id", "message_id", "sentence_ordinal") REFERENCES "message_sentence"("workspace_id", "message_id", "ordinal") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sentence_citation" ADD CONSTRAINT "sentence_citation_workspace_id_citation_id_fkey" FOREIGN KEY ("workspace_id", "citation_id") REFERENCES "citation"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_workspace_id_conversation_id_fkey" FOREIGN KEY ("workspace_id", "conversation_id") REFERENCES "conversation"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_event" ADD CONSTRAINT "run_event_workspace_id_run_id_fkey" FOREIGN KEY ("workspace_id", "run_id") REFERENCES "run"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document" ADD CONSTRAINT "document_workspace_id_version_id_fkey" FOREIGN KEY ("workspace_id", "version_id") REFERENCES "document_version"("workspace_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "document_revision" ADD CONSTRAINT "document_revision_workspace_id_document_id_fkey" FOREIGN KEY ("workspace_id", "document_id") REFERENCES "document"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document_revision" ADD CONSTRAINT "document_revision_workspace_id_version_id_fkey" FOREIGN KEY ("workspace_id", "version_id") REFERENCES "document_version"("workspace_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "document_page" ADD CONSTRAINT "document_page_workspace_id_version_id_fkey" FOREIGN KEY ("workspace_id", "version_id") REFERENCES "document_version"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chunk" ADD CONSTRAINT "chunk_workspace_id_version_id_fkey" FOREIGN KEY ("workspace_id", "version_id") REFERENCES "document_version"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chunk_lexical" ADD CONSTRAINT "chunk_lexical_workspace_id_chunk_id_fkey" FOREIGN KEY ("workspace_id", "chunk_id") REFERENCES "chunk"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

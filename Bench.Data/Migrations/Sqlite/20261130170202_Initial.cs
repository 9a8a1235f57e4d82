using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bench.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "agreements",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    value = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agreements", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "api_keys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    role = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    prefix = table.Column<string>(type: "TEXT", nullable: false),
                    previous_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    previous_until = table.Column<DateTime>(type: "TEXT", nullable: true),
                    subject = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    expires_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    last_used_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    revoked_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_api_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "audit",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    key_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    key_name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    address = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    action = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    path = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    made = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    status = table.Column<int>(type: "INTEGER", nullable: true),
                    code = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "damages",
                columns: table => new
                {
                    subject = table.Column<string>(type: "TEXT", nullable: false),
                    code = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    found_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_damages", x => x.subject);
                });

            migrationBuilder.CreateTable(
                name: "error_rules",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    source = table.Column<string>(type: "TEXT", nullable: true),
                    hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    blob = table.Column<string>(type: "TEXT", nullable: false),
                    superclasses = table.Column<int>(type: "INTEGER", nullable: false),
                    collapsed_pairs = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_error_rules", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "hierarchies",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    source = table.Column<string>(type: "TEXT", nullable: true),
                    hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    blob = table.Column<string>(type: "TEXT", nullable: false),
                    relations = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_hierarchies", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "idempotent_requests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    api_key_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    request_hash = table.Column<string>(type: "TEXT", nullable: false),
                    status_code = table.Column<int>(type: "INTEGER", nullable: false),
                    response = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_idempotent_requests", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "log_entries",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    place = table.Column<long>(type: "INTEGER", nullable: true),
                    kind = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    evaluation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    label_set_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    body = table.Column<string>(type: "TEXT", nullable: false),
                    leaf_hash = table.Column<byte[]>(type: "BLOB", nullable: true),
                    withheld = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_log_entries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "releases",
                columns: table => new
                {
                    name = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    note = table.Column<string>(type: "TEXT", nullable: true),
                    size = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_releases", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "retracted_models",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    owner = table.Column<string>(type: "TEXT", nullable: true),
                    submitted_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    retracted_by = table.Column<string>(type: "TEXT", nullable: false),
                    retracted_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    evaluations = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_retracted_models", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "scored_catalogues",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    versions = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_scored_catalogues", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "teams",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_teams", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tree_heads",
                columns: table => new
                {
                    size = table.Column<long>(type: "INTEGER", nullable: false),
                    root = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    signature = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tree_heads", x => x.size);
                });

            migrationBuilder.CreateTable(
                name: "uploads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    api_key_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    length = table.Column<long>(type: "INTEGER", nullable: false),
                    file_name = table.Column<string>(type: "TEXT", nullable: true),
                    metadata = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    expires_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_uploads", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "work_items",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    subject_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    argument_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    owner_key_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    stage = table.Column<int>(type: "INTEGER", nullable: false, defaultValue: 1),
                    start = table.Column<int>(type: "INTEGER", nullable: false),
                    count = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    lease_token = table.Column<long>(type: "INTEGER", nullable: false),
                    lease_owner = table.Column<string>(type: "TEXT", nullable: true),
                    lease_expires_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    deadline = table.Column<DateTime>(type: "TEXT", nullable: true),
                    job_id = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    trace_parent = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    done = table.Column<int>(type: "INTEGER", nullable: false),
                    total = table.Column<int>(type: "INTEGER", nullable: false),
                    units_per_second = table.Column<double>(type: "REAL", nullable: true),
                    result = table.Column<string>(type: "TEXT", nullable: true),
                    notes = table.Column<string>(type: "TEXT", nullable: true),
                    last_error = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_work_items", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "workers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    machine = table.Column<string>(type: "TEXT", nullable: false),
                    process_id = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<string>(type: "TEXT", nullable: false),
                    provider = table.Column<string>(type: "TEXT", nullable: false),
                    device = table.Column<int>(type: "INTEGER", nullable: true),
                    cage = table.Column<string>(type: "TEXT", nullable: false),
                    self_test_passed = table.Column<bool>(type: "INTEGER", nullable: true),
                    self_test_message = table.Column<string>(type: "TEXT", nullable: true),
                    started_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    seen_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_workers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "ledger",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    api_key_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    allowance = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    subject_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    amount = table.Column<double>(type: "REAL", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    refunded_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger", x => x.id);
                    table.ForeignKey(
                        name: "fk_ledger_api_keys_api_key_id",
                        column: x => x.api_key_id,
                        principalTable: "api_keys",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "saved_views",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    code = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    address = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    owner_key_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_saved_views", x => x.id);
                    table.ForeignKey(
                        name: "fk_saved_views_api_keys_owner_key_id",
                        column: x => x.owner_key_id,
                        principalTable: "api_keys",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "suites",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    declaration = table.Column<string>(type: "TEXT", nullable: false),
                    declared = table.Column<bool>(type: "INTEGER", nullable: false),
                    owner_key_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_suites", x => x.id);
                    table.ForeignKey(
                        name: "fk_suites_api_keys_owner_key_id",
                        column: x => x.owner_key_id,
                        principalTable: "api_keys",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "webhooks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    api_key_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    url = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    protected_secret = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhooks", x => x.id);
                    table.ForeignKey(
                        name: "fk_webhooks_api_keys_api_key_id",
                        column: x => x.api_key_id,
                        principalTable: "api_keys",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "datasets",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    variant = table.Column<string>(type: "TEXT", nullable: false),
                    layout = table.Column<string>(type: "TEXT", nullable: false),
                    path = table.Column<string>(type: "TEXT", nullable: false),
                    classes = table.Column<string>(type: "TEXT", nullable: false),
                    clean_dataset = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    out_of_distribution = table.Column<bool>(type: "INTEGER", nullable: false),
                    masked = table.Column<bool>(type: "INTEGER", nullable: false),
                    oracle_model_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    state = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    failure = table.Column<string>(type: "TEXT", nullable: true),
                    checks = table.Column<string>(type: "TEXT", nullable: false),
                    manifest_blob = table.Column<string>(type: "TEXT", nullable: true),
                    manifest_hash = table.Column<string>(type: "TEXT", nullable: true),
                    class_space_blob = table.Column<string>(type: "TEXT", nullable: true),
                    image_count = table.Column<int>(type: "INTEGER", nullable: false),
                    class_count = table.Column<int>(type: "INTEGER", nullable: false),
                    class_space_size = table.Column<int>(type: "INTEGER", nullable: false),
                    has_images = table.Column<bool>(type: "INTEGER", nullable: false),
                    unpacked = table.Column<bool>(type: "INTEGER", nullable: false),
                    parent_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    recipe = table.Column<string>(type: "TEXT", nullable: true),
                    boxes_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    boxed_images = table.Column<int>(type: "INTEGER", nullable: false),
                    held_out_until = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ladder = table.Column<bool>(type: "INTEGER", nullable: false),
                    visibility = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false, defaultValue: "Public"),
                    team_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    public_from = table.Column<DateTime>(type: "TEXT", nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_datasets", x => x.id);
                    table.ForeignKey(
                        name: "fk_datasets_teams_team_id",
                        column: x => x.team_id,
                        principalTable: "teams",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "models",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    sha256 = table.Column<string>(type: "TEXT", nullable: true),
                    file_size = table.Column<long>(type: "INTEGER", nullable: false),
                    file_name = table.Column<string>(type: "TEXT", nullable: true),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    description = table.Column<string>(type: "TEXT", nullable: true),
                    architecture = table.Column<string>(type: "TEXT", nullable: true),
                    training_data = table.Column<string>(type: "TEXT", nullable: true),
                    license = table.Column<string>(type: "TEXT", nullable: true),
                    url = table.Column<string>(type: "TEXT", nullable: true),
                    parent_model_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    tags = table.Column<string>(type: "TEXT", nullable: false),
                    preprocessing = table.Column<string>(type: "TEXT", nullable: true),
                    contract = table.Column<string>(type: "TEXT", nullable: true),
                    contract_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    owner_key_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    visibility = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false, defaultValue: "Public"),
                    team_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    public_from = table.Column<DateTime>(type: "TEXT", nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    failure = table.Column<string>(type: "TEXT", nullable: true),
                    checks = table.Column<string>(type: "TEXT", nullable: false),
                    graph = table.Column<string>(type: "TEXT", nullable: true),
                    inspection = table.Column<string>(type: "TEXT", nullable: true),
                    parameters = table.Column<long>(type: "INTEGER", nullable: true),
                    macs = table.Column<long>(type: "INTEGER", nullable: true),
                    precision = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_models", x => x.id);
                    table.ForeignKey(
                        name: "fk_models_api_keys_owner_key_id",
                        column: x => x.owner_key_id,
                        principalTable: "api_keys",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_models_models_parent_model_id",
                        column: x => x.parent_model_id,
                        principalTable: "models",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_models_teams_team_id",
                        column: x => x.team_id,
                        principalTable: "teams",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "team_members",
                columns: table => new
                {
                    team_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    key_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    is_owner = table.Column<bool>(type: "INTEGER", nullable: false),
                    added_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_team_members", x => new { x.team_id, x.key_id });
                    table.ForeignKey(
                        name: "fk_team_members_api_keys_key_id",
                        column: x => x.key_id,
                        principalTable: "api_keys",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_team_members_teams_team_id",
                        column: x => x.team_id,
                        principalTable: "teams",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "webhook_deliveries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    webhook_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    type = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    body = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    next_attempt_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    delivered_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    last_status = table.Column<int>(type: "INTEGER", nullable: true),
                    last_error = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhook_deliveries", x => x.id);
                    table.ForeignKey(
                        name: "fk_webhook_deliveries_webhooks_webhook_id",
                        column: x => x.webhook_id,
                        principalTable: "webhooks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "label_sets",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    dataset_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    format = table.Column<string>(type: "TEXT", nullable: false),
                    source = table.Column<string>(type: "TEXT", nullable: true),
                    source_sha256 = table.Column<string>(type: "TEXT", nullable: true),
                    hash = table.Column<string>(type: "TEXT", nullable: false),
                    blob = table.Column<string>(type: "TEXT", nullable: false),
                    used = table.Column<int>(type: "INTEGER", nullable: false),
                    excluded = table.Column<string>(type: "TEXT", nullable: false),
                    checks = table.Column<string>(type: "TEXT", nullable: false),
                    is_current = table.Column<bool>(type: "INTEGER", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_label_sets", x => x.id);
                    table.ForeignKey(
                        name: "fk_label_sets_datasets_dataset_id",
                        column: x => x.dataset_id,
                        principalTable: "datasets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "label_verdict_changes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    dataset_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    image = table.Column<int>(type: "INTEGER", nullable: false),
                    verdict = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    @class = table.Column<int>(name: "class", type: "INTEGER", nullable: true),
                    note = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_label_verdict_changes", x => x.id);
                    table.ForeignKey(
                        name: "fk_label_verdict_changes_datasets_dataset_id",
                        column: x => x.dataset_id,
                        principalTable: "datasets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "label_verdicts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    dataset_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    image = table.Column<int>(type: "INTEGER", nullable: false),
                    verdict = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    @class = table.Column<int>(name: "class", type: "INTEGER", nullable: true),
                    note = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    key_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    updated_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_label_verdicts", x => x.id);
                    table.ForeignKey(
                        name: "fk_label_verdicts_api_keys_key_id",
                        column: x => x.key_id,
                        principalTable: "api_keys",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_label_verdicts_datasets_dataset_id",
                        column: x => x.dataset_id,
                        principalTable: "datasets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "tries",
                columns: table => new
                {
                    evaluation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    dataset_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    owner_key_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    outcome = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    used = table.Column<byte[]>(type: "BLOB", nullable: true),
                    correct = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tries", x => x.evaluation_id);
                    table.ForeignKey(
                        name: "fk_tries_datasets_dataset_id",
                        column: x => x.dataset_id,
                        principalTable: "datasets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "evaluations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    model_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    dataset_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    owner_key_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    verified = table.Column<bool>(type: "INTEGER", nullable: false),
                    preprocessing = table.Column<string>(type: "TEXT", nullable: true),
                    state = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    failure = table.Column<string>(type: "TEXT", nullable: true),
                    attempt = table.Column<int>(type: "INTEGER", nullable: false),
                    total = table.Column<int>(type: "INTEGER", nullable: false),
                    done = table.Column<int>(type: "INTEGER", nullable: false),
                    record = table.Column<string>(type: "TEXT", nullable: true),
                    checks = table.Column<string>(type: "TEXT", nullable: false),
                    advice = table.Column<string>(type: "TEXT", nullable: true),
                    images_per_second = table.Column<double>(type: "REAL", nullable: true),
                    stop_when = table.Column<string>(type: "TEXT", nullable: true),
                    decision = table.Column<string>(type: "TEXT", nullable: true),
                    predictions_blob = table.Column<string>(type: "TEXT", nullable: true),
                    rows_root = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    started_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    finished_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    revision = table.Column<long>(type: "INTEGER", nullable: false),
                    announced_revision = table.Column<long>(type: "INTEGER", nullable: false),
                    announced = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_evaluations", x => x.id);
                    table.ForeignKey(
                        name: "fk_evaluations_api_keys_owner_key_id",
                        column: x => x.owner_key_id,
                        principalTable: "api_keys",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_evaluations_datasets_dataset_id",
                        column: x => x.dataset_id,
                        principalTable: "datasets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_evaluations_models_model_id",
                        column: x => x.model_id,
                        principalTable: "models",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "model_changes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    model_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    key_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    field = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    before = table.Column<string>(type: "TEXT", nullable: true),
                    after = table.Column<string>(type: "TEXT", nullable: true),
                    changed_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_model_changes", x => x.id);
                    table.ForeignKey(
                        name: "fk_model_changes_api_keys_key_id",
                        column: x => x.key_id,
                        principalTable: "api_keys",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_model_changes_models_model_id",
                        column: x => x.model_id,
                        principalTable: "models",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "inquiries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    model_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    dataset_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    owner_key_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    spec = table.Column<string>(type: "TEXT", nullable: false),
                    preprocessing = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    failure = table.Column<string>(type: "TEXT", nullable: true),
                    total = table.Column<int>(type: "INTEGER", nullable: false),
                    done = table.Column<int>(type: "INTEGER", nullable: false),
                    record = table.Column<string>(type: "TEXT", nullable: true),
                    results_blob = table.Column<string>(type: "TEXT", nullable: true),
                    summary = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    started_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    finished_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    type = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    evaluation_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    secret_blob = table.Column<string>(type: "TEXT", nullable: true),
                    image = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inquiries", x => x.id);
                    table.ForeignKey(
                        name: "fk_inquiries_api_keys_owner_key_id",
                        column: x => x.owner_key_id,
                        principalTable: "api_keys",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_inquiries_datasets_dataset_id",
                        column: x => x.dataset_id,
                        principalTable: "datasets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_inquiries_evaluations_evaluation_id",
                        column: x => x.evaluation_id,
                        principalTable: "evaluations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_inquiries_models_model_id",
                        column: x => x.model_id,
                        principalTable: "models",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "scorings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    evaluation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    label_set_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    catalogue_id = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    used = table.Column<byte[]>(type: "BLOB", nullable: false),
                    correct = table.Column<byte[]>(type: "BLOB", nullable: false),
                    clean_used = table.Column<byte[]>(type: "BLOB", nullable: true),
                    clean_correct = table.Column<byte[]>(type: "BLOB", nullable: true),
                    excluded = table.Column<string>(type: "TEXT", nullable: false),
                    missing = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_scorings", x => x.id);
                    table.ForeignKey(
                        name: "fk_scorings_evaluations_evaluation_id",
                        column: x => x.evaluation_id,
                        principalTable: "evaluations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_scorings_label_sets_label_set_id",
                        column: x => x.label_set_id,
                        principalTable: "label_sets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "scores",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    scoring_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    evaluation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    label_set_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    metric = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    value = table.Column<double>(type: "REAL", nullable: false),
                    ci_low = table.Column<double>(type: "REAL", nullable: true),
                    ci_high = table.Column<double>(type: "REAL", nullable: true),
                    n = table.Column<int>(type: "INTEGER", nullable: false),
                    why_no_interval = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_scores", x => x.id);
                    table.ForeignKey(
                        name: "fk_scores_scorings_scoring_id",
                        column: x => x.scoring_id,
                        principalTable: "scorings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_api_keys_hash",
                table: "api_keys",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_api_keys_previous_hash",
                table: "api_keys",
                column: "previous_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_api_keys_subject",
                table: "api_keys",
                column: "subject",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_audit_at",
                table: "audit",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_audit_key_id",
                table: "audit",
                column: "key_id");

            migrationBuilder.CreateIndex(
                name: "ix_datasets_key",
                table: "datasets",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_datasets_team_id",
                table: "datasets",
                column: "team_id");

            migrationBuilder.CreateIndex(
                name: "ix_datasets_visibility",
                table: "datasets",
                column: "visibility",
                filter: "visibility <> 'Public'");

            migrationBuilder.CreateIndex(
                name: "ix_evaluations_dataset_id_state",
                table: "evaluations",
                columns: new[] { "dataset_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_evaluations_model_id_dataset_id",
                table: "evaluations",
                columns: new[] { "model_id", "dataset_id" });

            migrationBuilder.CreateIndex(
                name: "ix_evaluations_owner_key_id",
                table: "evaluations",
                column: "owner_key_id");

            migrationBuilder.CreateIndex(
                name: "ix_evaluations_owner_key_id1",
                table: "evaluations",
                column: "owner_key_id",
                filter: "revision > announced_revision");

            migrationBuilder.CreateIndex(
                name: "ix_evaluations_state",
                table: "evaluations",
                column: "state");

            migrationBuilder.CreateIndex(
                name: "ix_idempotent_requests_api_key_id_key",
                table: "idempotent_requests",
                columns: new[] { "api_key_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_inquiries_dataset_id",
                table: "inquiries",
                column: "dataset_id");

            migrationBuilder.CreateIndex(
                name: "ix_inquiries_dataset_id_image",
                table: "inquiries",
                columns: new[] { "dataset_id", "image" });

            migrationBuilder.CreateIndex(
                name: "ix_inquiries_evaluation_id",
                table: "inquiries",
                column: "evaluation_id");

            migrationBuilder.CreateIndex(
                name: "ix_inquiries_model_id_dataset_id",
                table: "inquiries",
                columns: new[] { "model_id", "dataset_id" });

            migrationBuilder.CreateIndex(
                name: "ix_inquiries_owner_key_id",
                table: "inquiries",
                column: "owner_key_id");

            migrationBuilder.CreateIndex(
                name: "ix_label_sets_dataset_id_key_version",
                table: "label_sets",
                columns: new[] { "dataset_id", "key", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_label_verdict_changes_dataset_id_image",
                table: "label_verdict_changes",
                columns: new[] { "dataset_id", "image" });

            migrationBuilder.CreateIndex(
                name: "ix_label_verdicts_dataset_id_image_by",
                table: "label_verdicts",
                columns: new[] { "dataset_id", "image", "by" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_label_verdicts_key_id",
                table: "label_verdicts",
                column: "key_id");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_api_key_id_allowance_at",
                table: "ledger",
                columns: new[] { "api_key_id", "allowance", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_ledger_subject_id",
                table: "ledger",
                column: "subject_id");

            migrationBuilder.CreateIndex(
                name: "ix_log_entries_evaluation_id_kind",
                table: "log_entries",
                columns: new[] { "evaluation_id", "kind" });

            migrationBuilder.CreateIndex(
                name: "ix_log_entries_place",
                table: "log_entries",
                column: "place",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_model_changes_key_id",
                table: "model_changes",
                column: "key_id");

            migrationBuilder.CreateIndex(
                name: "ix_model_changes_model_id",
                table: "model_changes",
                column: "model_id");

            migrationBuilder.CreateIndex(
                name: "ix_models_name",
                table: "models",
                column: "name");

            migrationBuilder.CreateIndex(
                name: "ix_models_owner_key_id",
                table: "models",
                column: "owner_key_id");

            migrationBuilder.CreateIndex(
                name: "ix_models_parent_model_id",
                table: "models",
                column: "parent_model_id");

            migrationBuilder.CreateIndex(
                name: "ix_models_sha256_owner_key_id_contract_hash",
                table: "models",
                columns: new[] { "sha256", "owner_key_id", "contract_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_models_team_id",
                table: "models",
                column: "team_id");

            migrationBuilder.CreateIndex(
                name: "ix_models_visibility",
                table: "models",
                column: "visibility",
                filter: "visibility <> 'Public'");

            migrationBuilder.CreateIndex(
                name: "ix_saved_views_code",
                table: "saved_views",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_saved_views_owner_key_id",
                table: "saved_views",
                column: "owner_key_id");

            migrationBuilder.CreateIndex(
                name: "ix_scores_board",
                table: "scores",
                columns: new[] { "label_set_id", "metric", "evaluation_id", "value", "ci_low", "ci_high", "n" });

            migrationBuilder.CreateIndex(
                name: "ix_scores_evaluation_id_label_set_id_metric",
                table: "scores",
                columns: new[] { "evaluation_id", "label_set_id", "metric" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_scores_scoring_id",
                table: "scores",
                column: "scoring_id");

            migrationBuilder.CreateIndex(
                name: "ix_scorings_catalogue_id",
                table: "scorings",
                column: "catalogue_id");

            migrationBuilder.CreateIndex(
                name: "ix_scorings_evaluation_id_label_set_id",
                table: "scorings",
                columns: new[] { "evaluation_id", "label_set_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_scorings_label_set_id",
                table: "scorings",
                column: "label_set_id");

            migrationBuilder.CreateIndex(
                name: "ix_suites_key_version",
                table: "suites",
                columns: new[] { "key", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_suites_owner_key_id",
                table: "suites",
                column: "owner_key_id");

            migrationBuilder.CreateIndex(
                name: "ix_team_members_key_id",
                table: "team_members",
                column: "key_id");

            migrationBuilder.CreateIndex(
                name: "ix_teams_name",
                table: "teams",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tries_dataset_id_owner_key_id",
                table: "tries",
                columns: new[] { "dataset_id", "owner_key_id" });

            migrationBuilder.CreateIndex(
                name: "ix_uploads_expires_at",
                table: "uploads",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_deliveries_state_next_attempt_at",
                table: "webhook_deliveries",
                columns: new[] { "state", "next_attempt_at" });

            migrationBuilder.CreateIndex(
                name: "ix_webhook_deliveries_webhook_id",
                table: "webhook_deliveries",
                column: "webhook_id");

            migrationBuilder.CreateIndex(
                name: "ix_webhooks_api_key_id",
                table: "webhooks",
                column: "api_key_id");

            migrationBuilder.CreateIndex(
                name: "ix_work_items_kind_owner_key_id_created_at",
                table: "work_items",
                columns: new[] { "kind", "owner_key_id", "created_at" },
                filter: "state = 'Waiting'");

            migrationBuilder.CreateIndex(
                name: "ix_work_items_owner_key_id_stage_created_at_start_id",
                table: "work_items",
                columns: new[] { "owner_key_id", "stage", "created_at", "start", "id" },
                filter: "state IN ('Waiting', 'Leased')");

            migrationBuilder.CreateIndex(
                name: "ix_work_items_state_lease_expires_at",
                table: "work_items",
                columns: new[] { "state", "lease_expires_at" });

            migrationBuilder.CreateIndex(
                name: "ix_work_items_subject_id_kind",
                table: "work_items",
                columns: new[] { "subject_id", "kind" });

            migrationBuilder.CreateIndex(
                name: "ix_workers_seen_at",
                table: "workers",
                column: "seen_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "agreements");

            migrationBuilder.DropTable(
                name: "audit");

            migrationBuilder.DropTable(
                name: "damages");

            migrationBuilder.DropTable(
                name: "error_rules");

            migrationBuilder.DropTable(
                name: "hierarchies");

            migrationBuilder.DropTable(
                name: "idempotent_requests");

            migrationBuilder.DropTable(
                name: "inquiries");

            migrationBuilder.DropTable(
                name: "label_verdict_changes");

            migrationBuilder.DropTable(
                name: "label_verdicts");

            migrationBuilder.DropTable(
                name: "ledger");

            migrationBuilder.DropTable(
                name: "log_entries");

            migrationBuilder.DropTable(
                name: "model_changes");

            migrationBuilder.DropTable(
                name: "releases");

            migrationBuilder.DropTable(
                name: "retracted_models");

            migrationBuilder.DropTable(
                name: "saved_views");

            migrationBuilder.DropTable(
                name: "scored_catalogues");

            migrationBuilder.DropTable(
                name: "scores");

            migrationBuilder.DropTable(
                name: "suites");

            migrationBuilder.DropTable(
                name: "team_members");

            migrationBuilder.DropTable(
                name: "tree_heads");

            migrationBuilder.DropTable(
                name: "tries");

            migrationBuilder.DropTable(
                name: "uploads");

            migrationBuilder.DropTable(
                name: "webhook_deliveries");

            migrationBuilder.DropTable(
                name: "work_items");

            migrationBuilder.DropTable(
                name: "workers");

            migrationBuilder.DropTable(
                name: "scorings");

            migrationBuilder.DropTable(
                name: "webhooks");

            migrationBuilder.DropTable(
                name: "evaluations");

            migrationBuilder.DropTable(
                name: "label_sets");

            migrationBuilder.DropTable(
                name: "models");

            migrationBuilder.DropTable(
                name: "datasets");

            migrationBuilder.DropTable(
                name: "api_keys");

            migrationBuilder.DropTable(
                name: "teams");
        }
    }
}

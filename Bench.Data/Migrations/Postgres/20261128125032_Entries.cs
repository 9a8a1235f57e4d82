using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bench.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Entries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_models_sha256",
                table: "models");

            migrationBuilder.AddColumn<string>(
                name: "contract_hash",
                table: "models",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "model_changes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    model_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key_id = table.Column<Guid>(type: "uuid", nullable: true),
                    field = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    before = table.Column<string>(type: "text", nullable: true),
                    after = table.Column<string>(type: "text", nullable: true),
                    changed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
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

            migrationBuilder.CreateIndex(
                name: "ix_models_sha256_owner_key_id_contract_hash",
                table: "models",
                columns: new[] { "sha256", "owner_key_id", "contract_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_model_changes_key_id",
                table: "model_changes",
                column: "key_id");

            migrationBuilder.CreateIndex(
                name: "ix_model_changes_model_id",
                table: "model_changes",
                column: "model_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "model_changes");

            migrationBuilder.DropIndex(
                name: "ix_models_sha256_owner_key_id_contract_hash",
                table: "models");

            migrationBuilder.DropColumn(
                name: "contract_hash",
                table: "models");

            migrationBuilder.CreateIndex(
                name: "ix_models_sha256",
                table: "models",
                column: "sha256",
                unique: true);
        }
    }
}

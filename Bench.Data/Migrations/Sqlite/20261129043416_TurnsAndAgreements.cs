using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bench.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class TurnsAndAgreements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "owner_key_id",
                table: "work_items",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "stage",
                table: "work_items",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

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

            // Whoever waits keeps its turn over the upgrade.
            migrationBuilder.Sql(
                """
                UPDATE work_items SET
                    stage = CASE kind WHEN 'ScoreEvaluation' THEN 0 ELSE 1 END,
                    owner_key_id = coalesce(
                        (SELECT owner_key_id FROM evaluations WHERE id = subject_id),
                        (SELECT owner_key_id FROM inquiries WHERE id = subject_id),
                        (SELECT owner_key_id FROM models WHERE id = subject_id)
                    )
                WHERE state IN ('Waiting', 'Leased')
                """
            );

            migrationBuilder.CreateIndex(
                name: "ix_work_items_owner_key_id_stage_created_at_start_id",
                table: "work_items",
                columns: new[] { "owner_key_id", "stage", "created_at", "start", "id" },
                filter: "state IN ('Waiting', 'Leased')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "agreements");

            migrationBuilder.DropIndex(
                name: "ix_work_items_owner_key_id_stage_created_at_start_id",
                table: "work_items");

            migrationBuilder.DropColumn(
                name: "owner_key_id",
                table: "work_items");

            migrationBuilder.DropColumn(
                name: "stage",
                table: "work_items");
        }
    }
}

using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bench.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Reviewers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_label_verdicts_dataset_id_image",
                table: "label_verdicts");

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

            migrationBuilder.CreateIndex(
                name: "ix_label_verdicts_dataset_id_image_by",
                table: "label_verdicts",
                columns: new[] { "dataset_id", "image", "by" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_label_verdict_changes_dataset_id_image",
                table: "label_verdict_changes",
                columns: new[] { "dataset_id", "image" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "label_verdict_changes");

            migrationBuilder.DropIndex(
                name: "ix_label_verdicts_dataset_id_image_by",
                table: "label_verdicts");

            migrationBuilder.CreateIndex(
                name: "ix_label_verdicts_dataset_id_image",
                table: "label_verdicts",
                columns: new[] { "dataset_id", "image" },
                unique: true);
        }
    }
}

using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bench.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class BoardIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_scorings_label_set_id",
                table: "scorings");

            migrationBuilder.DropIndex(
                name: "ix_scores_label_set_id_metric_value",
                table: "scores");

            migrationBuilder.CreateIndex(
                name: "ix_scorings_label_set_id_created_at",
                table: "scorings",
                columns: new[] { "label_set_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_scores_board",
                table: "scores",
                columns: new[] { "label_set_id", "metric", "evaluation_id", "value", "ci_low", "ci_high", "n" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_scorings_label_set_id_created_at",
                table: "scorings");

            migrationBuilder.DropIndex(
                name: "ix_scores_board",
                table: "scores");

            migrationBuilder.CreateIndex(
                name: "ix_scorings_label_set_id",
                table: "scorings",
                column: "label_set_id");

            migrationBuilder.CreateIndex(
                name: "ix_scores_label_set_id_metric_value",
                table: "scores",
                columns: new[] { "label_set_id", "metric", "value" });
        }
    }
}

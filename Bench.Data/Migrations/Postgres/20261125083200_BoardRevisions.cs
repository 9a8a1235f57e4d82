using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bench.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class BoardRevisions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_scorings_label_set_id_created_at",
                table: "scorings");

            migrationBuilder.AddColumn<long>(
                name: "revision",
                table: "label_sets",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateIndex(
                name: "ix_scorings_label_set_id",
                table: "scorings",
                column: "label_set_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_scorings_label_set_id",
                table: "scorings");

            migrationBuilder.DropColumn(
                name: "revision",
                table: "label_sets");

            migrationBuilder.CreateIndex(
                name: "ix_scorings_label_set_id_created_at",
                table: "scorings",
                columns: new[] { "label_set_id", "created_at" });
        }
    }
}

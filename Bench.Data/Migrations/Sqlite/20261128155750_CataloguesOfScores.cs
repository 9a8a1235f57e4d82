using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bench.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class CataloguesOfScores : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "catalogue_id",
                table: "scorings",
                type: "TEXT",
                maxLength: 32,
                nullable: true);

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

            migrationBuilder.CreateIndex(
                name: "ix_scorings_catalogue_id",
                table: "scorings",
                column: "catalogue_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "scored_catalogues");

            migrationBuilder.DropIndex(
                name: "ix_scorings_catalogue_id",
                table: "scorings");

            migrationBuilder.DropColumn(
                name: "catalogue_id",
                table: "scorings");
        }
    }
}

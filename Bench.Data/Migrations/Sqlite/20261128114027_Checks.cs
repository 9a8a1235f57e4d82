using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bench.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Checks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "checks",
                table: "models",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "checks",
                table: "label_sets",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "checks",
                table: "evaluations",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "checks",
                table: "datasets",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "checks",
                table: "models");

            migrationBuilder.DropColumn(
                name: "checks",
                table: "label_sets");

            migrationBuilder.DropColumn(
                name: "checks",
                table: "evaluations");

            migrationBuilder.DropColumn(
                name: "checks",
                table: "datasets");
        }
    }
}

using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bench.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Shift : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "clean_dataset",
                table: "datasets",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "masked",
                table: "datasets",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "oracle_model_id",
                table: "datasets",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "out_of_distribution",
                table: "datasets",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "hierarchies",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    source = table.Column<string>(type: "text", nullable: true),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    blob = table.Column<string>(type: "text", nullable: false),
                    relations = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_hierarchies", x => x.id);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "hierarchies");

            migrationBuilder.DropColumn(
                name: "clean_dataset",
                table: "datasets");

            migrationBuilder.DropColumn(
                name: "masked",
                table: "datasets");

            migrationBuilder.DropColumn(
                name: "oracle_model_id",
                table: "datasets");

            migrationBuilder.DropColumn(
                name: "out_of_distribution",
                table: "datasets");
        }
    }
}

using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bench.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Sharing : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "public_from",
                table: "models",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "team_id",
                table: "models",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "visibility",
                table: "models",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "Public");

            migrationBuilder.AddColumn<bool>(
                name: "withheld",
                table: "log_entries",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTime>(
                name: "public_from",
                table: "datasets",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "team_id",
                table: "datasets",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "visibility",
                table: "datasets",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "Public");

            migrationBuilder.AddColumn<string>(
                name: "subject",
                table: "api_keys",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "teams",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_teams", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "team_members",
                columns: table => new
                {
                    team_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key_id = table.Column<Guid>(type: "uuid", nullable: false),
                    is_owner = table.Column<bool>(type: "boolean", nullable: false),
                    added_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
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
                name: "ix_datasets_team_id",
                table: "datasets",
                column: "team_id");

            migrationBuilder.CreateIndex(
                name: "ix_datasets_visibility",
                table: "datasets",
                column: "visibility",
                filter: "visibility <> 'Public'");

            migrationBuilder.CreateIndex(
                name: "ix_api_keys_subject",
                table: "api_keys",
                column: "subject",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_team_members_key_id",
                table: "team_members",
                column: "key_id");

            migrationBuilder.CreateIndex(
                name: "ix_teams_name",
                table: "teams",
                column: "name",
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_datasets_teams_team_id",
                table: "datasets",
                column: "team_id",
                principalTable: "teams",
                principalColumn: "id",
                onDelete: ReferentialAction.SetNull);

            migrationBuilder.AddForeignKey(
                name: "fk_models_teams_team_id",
                table: "models",
                column: "team_id",
                principalTable: "teams",
                principalColumn: "id",
                onDelete: ReferentialAction.SetNull);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_datasets_teams_team_id",
                table: "datasets");

            migrationBuilder.DropForeignKey(
                name: "fk_models_teams_team_id",
                table: "models");

            migrationBuilder.DropTable(
                name: "team_members");

            migrationBuilder.DropTable(
                name: "teams");

            migrationBuilder.DropIndex(
                name: "ix_models_team_id",
                table: "models");

            migrationBuilder.DropIndex(
                name: "ix_models_visibility",
                table: "models");

            migrationBuilder.DropIndex(
                name: "ix_datasets_team_id",
                table: "datasets");

            migrationBuilder.DropIndex(
                name: "ix_datasets_visibility",
                table: "datasets");

            migrationBuilder.DropIndex(
                name: "ix_api_keys_subject",
                table: "api_keys");

            migrationBuilder.DropColumn(
                name: "public_from",
                table: "models");

            migrationBuilder.DropColumn(
                name: "team_id",
                table: "models");

            migrationBuilder.DropColumn(
                name: "visibility",
                table: "models");

            migrationBuilder.DropColumn(
                name: "withheld",
                table: "log_entries");

            migrationBuilder.DropColumn(
                name: "public_from",
                table: "datasets");

            migrationBuilder.DropColumn(
                name: "team_id",
                table: "datasets");

            migrationBuilder.DropColumn(
                name: "visibility",
                table: "datasets");

            migrationBuilder.DropColumn(
                name: "subject",
                table: "api_keys");
        }
    }
}

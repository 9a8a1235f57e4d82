using System.Net;
using System.Net.Http.Json;
using Bench.Data.Access;
using Bench.Service.Access;
using Microsoft.EntityFrameworkCore;

namespace Bench.Tests.Api;

/// <summary>A team's keys share its limits, and whoever calls himself as a key is called is not that key.</summary>
public sealed partial class LedgerTests
{
    [Theory, BothDatabases(LongOnSqlite = true, LongOnPostgres = true)]
    public async Task Of_two_hundred_reservations_by_ten_keys_of_a_team_at_once_exactly_its_five_are_made(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        var keys = Enumerable.Range(0, 10).Select(_ => Guid.CreateVersion7()).ToArray();
        await made.AddSubmittersAsync(keys);
        await using (var db = made.Open())
        {
            foreach (var (name, members) in new[] { ("lab", keys), ("other", keys[..3]) })
            {
                var team = new Team { Id = Guid.CreateVersion7(), Name = name };
                db.Teams.Add(team);
                db.TeamMembers.AddRange(members.Select(key => new TeamMember { TeamId = team.Id, KeyId = key }));
            }
            await db.SaveChangesAsync();
        }
        var limits = new LimitOptions
        {
            EvaluationsPerDay = 50,
            Teams = new()
            {
                ["lab"] = new() { EvaluationsPerDay = 5 },
                ["other"] = new() { EvaluationsPerDay = 1000 },
            },
        };

        var passed = await AtOnceAsync(i =>
            ReservedAsync(made, limits, Guid.CreateVersion7(), new Caller(keys[i % 10], "ada", Role.Submitter))
        );

        passed.Count(each => each).ShouldBe(5);
        await using var read = made.Open();
        (await read.Ledger.CountAsync()).ShouldBe(5);
    }

    [Fact]
    public async Task Whoever_leaves_less_is_told_the_key_or_its_team()
    {
        await using var app = await BenchApp.StartAsync(
            Database.Sqlite,
            ("Bench:Limits:AttemptsPerDay", "3"),
            ("Bench:Limits:Teams:lab:AttemptsPerDay", "2")
        );
        using var operators = app.WithKey();
        using var made = await operators.PostAsJsonAsync("/api/v1/teams", new { name = "lab" });
        var team = (await made.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString();
        var members = new List<HttpClient>();
        foreach (var name in new[] { "ada", "bob" })
        {
            using var key = await operators.PostAsJsonAsync("/api/v1/keys", new { name, role = "submitter" });
            var created = await key.JsonAsync(HttpStatusCode.Created);
            using var added = await operators.PutAsJsonAsync(
                $"/api/v1/teams/{team}/members/{created.GetProperty("id").GetString()}",
                new { owner = false }
            );
            await added.JsonAsync(HttpStatusCode.OK);
            members.Add(app.WithKey(created.GetProperty("key").GetString()!));
        }

        using var first = await UploadAsync(members[0], 600);
        using var second = await UploadAsync(members[1], 601);
        using var third = await UploadAsync(members[1], 602);

        (Left(first), Left(second)).ShouldBe((1, 0));
        var problem = await third.ShouldBeProblemAsync(429, "limit-reached");
        problem.GetProperty("detail").GetString()!.ShouldStartWith("The team 'lab' has used 2 of 2 (attempts-day)");
        using var answer = await members[0].GetAsync("/api/v1/limits");
        var limits = (await answer.JsonAsync(HttpStatusCode.OK)).GetProperty("limits").EnumerateArray().ToList();
        limits.Single(limit => limit.GetProperty("name").GetString() == "attempts-day").GetProperty("team").GetString().ShouldBe("lab");
        limits.Select(limit => limit.GetProperty("name").GetString()).ShouldBeUnique();
        foreach (var member in members)
            member.Dispose();
    }

    [Theory, BothDatabases]
    public async Task A_person_who_takes_the_name_of_a_key_with_more_does_not_get_more(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        var (key, person) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await using (var db = made.Open())
        {
            foreach (var (id, subject) in new[] { (key, null), (person, "https://idp.example someone") })
                db.Keys.Add(
                    new ApiKey
                    {
                        Id = id,
                        Name = "ci",
                        Role = Role.Submitter,
                        Hash = $"{id:N}",
                        Prefix = "bench_",
                        Subject = subject,
                    }
                );
            await db.SaveChangesAsync();
        }
        var limits = new LimitOptions
        {
            EvaluationsPerDay = 1,
            Keys = new() { ["ci"] = new() { EvaluationsPerDay = 100 } },
        };

        await using var read = made.Open();
        var ledger = new Ledger(read, limits, new KeyTurns(), _time);
        async Task<double> OfAsync(Guid id) =>
            (await ledger.BalancesAsync(new Caller(id, "ci", Role.Submitter), default)).First(one => one.Name == Ledger.Evaluations).Limit;

        (await OfAsync(key), await OfAsync(person)).ShouldBe((100, 1));
    }

    [Fact]
    public void An_id_in_the_settings_may_be_without_hyphens_as_the_name_of_a_variable_is()
    {
        var id = Guid.CreateVersion7();
        var limits = new LimitOptions
        {
            Keys = new() { [$"{id:N}"] = new() { EvaluationsPerDay = 7 } },
            Teams = new() { [$"{id:N}"] = new() { EvaluationsPerDay = 8 } },
        };

        limits.Of(new Caller(id, "ci", Role.Submitter), isNamed: false)!.EvaluationsPerDay.ShouldBe(7);
        limits.OfTeam(id, "lab")!.EvaluationsPerDay.ShouldBe(8);
    }

    [Fact]
    public async Task A_reservation_asks_for_the_limits_that_it_touches_and_takes_the_rows_of_the_key_and_of_its_team()
    {
        await using var made = await CreateAsync(Database.Sqlite);
        await using (var db = made.Open())
        {
            var team = new Team { Id = Guid.CreateVersion7(), Name = "lab" };
            db.Teams.Add(team);
            db.TeamMembers.Add(new TeamMember { TeamId = team.Id, KeyId = _caller.KeyId });
            await db.SaveChangesAsync();
        }
        var limits = new LimitOptions
        {
            EvaluationsPerDay = 5,
            Teams = new() { ["lab"] = new() { EvaluationsPerDay = 5 } },
        };
        var commands = new CommandCounter();
        await using var counted = made.Open(null, commands);
        var ledger = new Ledger(counted, limits, new KeyTurns(), _time);

        (await ledger.BalancesAsync(_caller, default)).ShouldNotBeEmpty();
        var balances = commands.Count;
        await ledger.ReserveEvaluationsAsync(_caller, [Guid.CreateVersion7()], default);

        // The key's row and the team's, the team's members, and the entries of each; and, of the key, evaluations and inquiries under way.
        (commands.Count - balances).ShouldBe(8);
        balances.ShouldBe(9);
        await ledger.RequireAttemptAsync(_caller, bytes: 0, default);
        (commands.Count - balances - 8).ShouldBe(3, "its teams, their keys, and the entries of the key: the team has no such limit");
    }
}

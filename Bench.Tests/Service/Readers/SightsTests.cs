using Bench.Data;
using Bench.Data.Access;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Log;
using Bench.Data.Models;
using Bench.Service.Access;
using Bench.Service.Datasets.Variants;
using Bench.Service.Readers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Bench.Tests.Service.Readers;

/// <summary>Who sees what, by role, key, team and time.</summary>
public sealed class SightsTests
{
    static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Columns that say what a row belongs to.</summary>
    static readonly string[] Owners = ["DatasetId", "ModelId", "EvaluationId"];

    readonly FakeTimeProvider _time = new(Start);
    readonly Caller _owner = new(Guid.CreateVersion7(), "owner", Role.Submitter);
    readonly Caller _mate = new(Guid.CreateVersion7(), "mate", Role.Submitter);
    readonly Caller _stranger = new(Guid.CreateVersion7(), "stranger", Role.Submitter);
    readonly Caller _operator = new(Guid.CreateVersion7(), "operator", Role.Operator);
    readonly Team _team = new() { Id = Guid.CreateVersion7(), Name = "lab" };

    [Theory, BothDatabases]
    public async Task An_entry_is_seen_by_its_owner_its_team_and_operators_until_its_embargo_ends(Database database)
    {
        await using var made = await CreateAsync(database);
        var (mine, ours, later, orphan) = (
            Model("mine", Visibility.Private),
            Model("ours", Visibility.Team, _team.Id),
            Model("later", Visibility.Private, publicFrom: Start.AddDays(1)),
            Model("orphan", Visibility.Private, owned: false)
        );
        await AddAsync(made, Model("open", Visibility.Public), mine, ours, later, orphan);

        (await HiddenAsync(made, _operator)).ShouldBeEmpty();
        (await HiddenAsync(made, _owner)).ShouldBe([orphan.Id]);
        (await HiddenAsync(made, _mate)).ShouldBe([mine.Id, later.Id, orphan.Id], ignoreOrder: true);
        (await HiddenAsync(made, _stranger)).ShouldBe([mine.Id, ours.Id, later.Id, orphan.Id], ignoreOrder: true);
        (await HiddenAsync(made, null)).ShouldBe([mine.Id, ours.Id, later.Id, orphan.Id], ignoreOrder: true);
        _time.Advance(TimeSpan.FromDays(1));
        (await HiddenAsync(made, null)).ShouldBe([mine.Id, ours.Id, orphan.Id], ignoreOrder: true);
    }

    [Theory, BothDatabases]
    public async Task What_is_made_from_or_compared_with_a_hidden_dataset_is_hidden_too(Database database)
    {
        await using var made = await CreateAsync(database);
        var secret = Dataset("secret", Visibility.Team, _team.Id);
        await AddAsync(
            made,
            secret,
            Dataset("corrupted", Visibility.Public, parent: secret.Id),
            Dataset("shifted", Visibility.Public, clean: "secret"),
            Dataset("open", Visibility.Public)
        );

        (await SightAsync(made, null)).HiddenDatasetKeys.ShouldBe(["corrupted", "secret", "shifted"]);
        (await SightAsync(made, _mate)).ShouldBe(Sight.Everything);
    }

    [Theory, BothDatabases]
    public async Task A_database_answers_its_reader_as_if_what_is_hidden_were_not_there(Database database)
    {
        await using var made = await CreateAsync(database);
        var (secret, open, model, mine) = (
            Dataset("secret", Visibility.Private),
            Dataset("open", Visibility.Public),
            Model("known", Visibility.Public),
            Model("mine", Visibility.Private)
        );
        await AddAsync(made, secret, open, model, mine);
        Evaluation[] all = [Of(model, open), Of(model, secret), Of(mine, open)];
        await AddAsync(made, [.. all]);
        await AddAsync(
            made,
            new ModelChange
            {
                Id = Guid.CreateVersion7(),
                ModelId = mine.Id,
                Field = "name",
            },
            new LogEntry
            {
                Kind = LogEntryKind.Submission,
                EvaluationId = all[1].Id,
                Body = "{}",
            }
        );
        await using var db = made.Open(new Eyes(await SightAsync(made, _stranger)));

        (await db.Datasets.Select(dataset => dataset.Key).ToListAsync()).ShouldBe(["open"]);
        (await db.Models.Select(known => known.Name).ToListAsync()).ShouldBe(["known"]);
        (await db.Evaluations.Select(evaluation => evaluation.Id).ToListAsync()).ShouldBe([all[0].Id]);
        (await db.ModelChanges.CountAsync()).ShouldBe(0);
        (await db.Scorings.CountAsync()).ShouldBe(0);
        (await db.Scores.CountAsync()).ShouldBe(0);
        (await db.Datasets.Where(dataset => dataset.Id == secret.Id).ExecuteDeleteAsync()).ShouldBe(0, "what is not seen is not changed");
        await using var everything = made.Open();
        (await everything.Evaluations.CountAsync()).ShouldBe(3);
    }

    /// <summary>A new table that belongs to an entry, a dataset or an evaluation is hidden with it, or says here why not.</summary>
    [Fact]
    public void Whatever_belongs_to_an_entry_a_dataset_or_an_evaluation_is_filtered_by_the_reader()
    {
        using var db = new SqliteBenchDb(BenchDbOptions.Sqlite("Data Source=:memory:").Options);
        // Hashes of all entries make the tree; their bodies are withheld one by one.
        Type[] apart = [typeof(LogEntry)];

        db.Model.GetEntityTypes()
            .Where(type => Owners.Any(name => type.FindProperty(name) is not null))
            .Where(type => type.GetRootType().GetDeclaredQueryFilters().Count == 0)
            .Select(type => type.ClrType)
            .ShouldBe(apart);
    }

    async Task<TestDatabase> CreateAsync(Database database)
    {
        var made = await TestDatabase.CreateAsync(database);
        await made.AddSubmittersAsync(_owner.KeyId, _mate.KeyId, _stranger.KeyId);
        await AddAsync(
            made,
            _team,
            new TeamMember
            {
                TeamId = _team.Id,
                KeyId = _mate.KeyId,
                AddedAt = Start.UtcDateTime,
            }
        );
        return made;
    }

    static async Task AddAsync(TestDatabase made, params object[] rows)
    {
        await using var db = made.Open();
        db.AddRange(rows);
        await db.SaveChangesAsync();
    }

    async Task<Sight> SightAsync(TestDatabase made, Caller? caller)
    {
        await using var db = made.Open();
        return await new Sights(db, VariantCatalog.Read(new BenchOptions()), _time).OfAsync(caller, default);
    }

    async Task<List<Guid>> HiddenAsync(TestDatabase made, Caller? caller) => (await SightAsync(made, caller)).HiddenModels;

    Model Model(string name, Visibility visibility, Guid? team = null, DateTimeOffset? publicFrom = null, bool owned = true) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Name = name,
            OwnerKeyId = owned ? _owner.KeyId : null,
            Visibility = visibility,
            TeamId = team,
            PublicFrom = publicFrom?.UtcDateTime,
            CreatedAt = Start.UtcDateTime,
        };

    static Dataset Dataset(string key, Visibility visibility, Guid? team = null, Guid? parent = null, string? clean = null) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Key = key,
            Variant = "custom",
            Layout = "csv",
            Path = "d.csv",
            Classes = "c",
            ClassSpaceBlob = "classes/c",
            State = DatasetState.Ready,
            ParentId = parent,
            CleanDataset = clean,
            Visibility = visibility,
            TeamId = team,
            CreatedAt = Start.UtcDateTime,
        };

    static Evaluation Of(Model model, Dataset dataset) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            ModelId = model.Id,
            DatasetId = dataset.Id,
            Verified = true,
            State = EvaluationState.Completed,
            CreatedAt = Start.UtcDateTime,
        };

    sealed class Eyes(Sight sight) : ISightSource
    {
        public Sight Current => sight;
    }
}

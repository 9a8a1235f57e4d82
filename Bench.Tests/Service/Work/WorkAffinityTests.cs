using Bench.Data;
using Bench.Data.Datasets;
using Bench.Data.Evaluations;
using Bench.Data.Models;
using Bench.Data.Work;
using Bench.Imaging.Crops;
using Bench.Imaging.Decode;
using Bench.Service.Work;
using Bench.Workers.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Bench.Tests.Service.Work;

/// <summary>Shards go to machines that have the gigabytes they need, and are never passed over for long.</summary>
public sealed class WorkAffinityTests
{
    static readonly Guid One = Guid.CreateVersion7(),
        Other = Guid.CreateVersion7();

    readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory, BothDatabases]
    public async Task Of_one_owners_shards_those_whose_bytes_are_here_go_first(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        var (far, crops, both) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var subject in (Guid[])[far, crops, both, far, both])
            await ShardAsync(made, subject);
        var here = new Here(new() { [crops] = 1, [both] = 2 });

        var order = new List<Guid>();
        for (var i = 0; i < 5; i++)
            order.Add((await TakeAsync(made, here, most: 1))[0]);

        order.ShouldBe([both, both, crops, far, far]);
    }

    [Theory, BothDatabases]
    public async Task Nothing_is_passed_over_by_what_came_long_after_it(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        var (far, near) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await ShardAsync(made, far);
        _time.Advance(TimeSpan.FromMinutes(9));
        await ShardAsync(made, near);
        _time.Advance(TimeSpan.FromMinutes(2));
        await ShardAsync(made, near);

        (await TakeAsync(made, new Here(new() { [near] = 2 }), most: 3)).ShouldBe([near, far, near]);
    }

    [Theory, BothDatabases]
    public async Task Turns_taken_at_once_are_dealt_to_owners_in_turn(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);
        await made.AddSubmittersAsync(One, Other);
        var (crowd, single) = (await ModelAsync(made, One), await ModelAsync(made, Other));
        for (var i = 0; i < 6; i++)
            await AddAsync(made, WorkKind.InspectModel, crowd);
        await AddAsync(made, WorkKind.InspectModel, single);
        await AddAsync(made, WorkKind.InspectModel, single);

        var taken = await TakeAsync(made, null, most: 5, WorkLine.Quick);

        taken.Count(subject => subject == crowd).ShouldBe(3);
        taken.Count(subject => subject == single).ShouldBe(2);
    }

    [Fact]
    public async Task A_machine_has_what_lies_in_its_cache()
    {
        await using var made = await TestDatabase.CreateAsync(Database.Sqlite);
        using var folder = new TempFolder();
        var options = new BenchOptions { DataDirectory = folder.Path };
        await using var db = made.Open();
        db.Models.Add(Model(One, new string('a', 64)));
        db.Datasets.Add(Dataset());
        await db.SaveChangesAsync();
        var evaluation = new Evaluation
        {
            Id = Guid.CreateVersion7(),
            ModelId = One,
            DatasetId = Other,
            Record = Record,
            Verified = true,
        };
        db.Evaluations.Add(evaluation);
        await db.SaveChangesAsync();
        var files = new LocalFiles(db, options);
        async Task<int> HereAsync() => (await files.HereAsync([evaluation.Id, Guid.CreateVersion7()], default))[evaluation.Id];

        (await HereAsync()).ShouldBe(0);
        Directory.CreateDirectory(folder[$"cache/models/{new string('a', 64)}"]);
        (await HereAsync()).ShouldBe(1);
        Directory.CreateDirectory(folder["cache/crops"]);
        await File.WriteAllTextAsync(folder[$"cache/crops/{CropKey.FileNameOf("order", "whole 8x8", ImageDecoders.Chosen)}"], "");
        (await HereAsync()).ShouldBe(2);
    }

    const string Record = """
        {"input":"x","inputElementType":"float","layout":"nchw","output":"y","outputWidth":2,"outputKind":"logits","batch":1,"threads":1,
        "geometry":"whole 8x8","manifestHash":"order","decoder":"another machine's","provider":"cpu","cage":"none","runtimeVersion":"1",
        "machine":"m"}
        """;

    async Task<List<Guid>> TakeAsync(TestDatabase made, IWorkAffinity? affinity, int most, WorkLine? line = null)
    {
        await using var db = made.Open();
        var queue = new WorkQueue(db, new BenchOptions(), _time);
        var turns = new WorkTurns(db, queue, new FairShares(_time), _time, affinity);
        var taken = await turns.TakeAsync(line ?? WorkLine.Device, "worker", most, _ => TimeSpan.FromHours(1), default);
        return [.. taken.Select(each => each.Lease.SubjectId)];
    }

    Task ShardAsync(TestDatabase made, Guid evaluation) => AddAsync(made, WorkKind.RunShard, evaluation);

    async Task AddAsync(TestDatabase made, WorkKind kind, Guid subject)
    {
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await using var db = made.Open();
        db.Work.Add(
            new WorkItem
            {
                Id = Guid.CreateVersion7(),
                Kind = kind,
                SubjectId = subject,
                OwnerKeyId = await db.Models.Where(model => model.Id == subject).Select(model => model.OwnerKeyId).FirstOrDefaultAsync(),
                CreatedAt = _time.GetUtcNow().UtcDateTime,
            }
        );
        await db.SaveChangesAsync();
    }

    static async Task<Guid> ModelAsync(TestDatabase made, Guid owner)
    {
        await using var db = made.Open();
        var model = Model(Guid.CreateVersion7(), null, owner);
        db.Models.Add(model);
        await db.SaveChangesAsync();
        return model.Id;
    }

    static Model Model(Guid id, string? sha256, Guid? owner = null) =>
        new()
        {
            Id = id,
            Name = "model",
            OwnerKeyId = owner,
            Sha256 = sha256,
            State = ModelState.Ready,
        };

    static Dataset Dataset() =>
        new()
        {
            Id = Other,
            Key = "pictures",
            Variant = "custom",
            Classes = "imagenet-1k",
            Layout = "csv",
            Path = "pictures",
        };

    sealed class Here(Dictionary<Guid, int> known) : IWorkAffinity
    {
        public Task<IReadOnlyDictionary<Guid, int>> HereAsync(IReadOnlyCollection<Guid> evaluations, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<Guid, int>>(known);
    }
}

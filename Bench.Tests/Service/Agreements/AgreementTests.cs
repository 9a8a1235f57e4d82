using Bench.Api.Log;
using Bench.Api.Webhooks;
using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Datasets;
using Bench.Service.Agreements;
using Bench.Service.Datasets.Variants;
using Bench.Service.Log;
using Bench.Service.Storage;
using Bench.Service.Work;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bench.Tests.Service.Agreements;

/// <summary>What every process over one database must have alike.</summary>
public sealed class AgreementTests : IDisposable
{
    static readonly string First = new('a', 64),
        Second = new('b', 64);

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, BothDatabases]
    public async Task A_second_key_for_one_log_is_refused_until_the_operator_says_that_the_first_is_lost(Database database)
    {
        await using var made = await TestDatabase.CreateAsync(database);

        await SignAsync(made, First);
        await SignAsync(made, First);
        var refused = await Should.ThrowAsync<FailureException>(() => SignAsync(made, Second));

        refused.Failure.Code.ShouldBe("log-key-differs");
        refused.Message.ShouldContain("BENCH_LOG_KEY");
        refused.Message.ShouldNotContain(Second, Case.Sensitive, "the secret");
        await SignAsync(made, Second, LogKeyAgreement.Name);
        await SignAsync(made, Second);
        await Should.ThrowAsync<FailureException>(() => SignAsync(made, First));
    }

    [Fact]
    public async Task A_log_that_was_signed_before_there_were_agreements_names_its_key_by_its_signatures()
    {
        await using var made = await TestDatabase.CreateAsync(Database.Sqlite);
        await using (var db = made.Open())
        {
            db.TreeHeads.Add(Key(First).Signer.Sign(0, new byte[32], DateTime.UnixEpoch));
            await db.SaveChangesAsync();
        }

        (await Should.ThrowAsync<FailureException>(() => SignAsync(made, Second))).Failure.Code.ShouldBe("log-key-differs");
        await SignAsync(made, First);
    }

    [Fact]
    public async Task A_worker_at_another_store_is_refused_and_a_restored_store_gets_its_mark_again()
    {
        await using var made = await TestDatabase.CreateAsync(Database.Postgres);
        await StoreAsync(made, "one");
        await StoreAsync(made, "one");

        var refused = await Should.ThrowAsync<FailureException>(() => StoreAsync(made, "other"));
        refused.Failure.Code.ShouldBe("store-differs");
        refused.Message.ShouldContain("Bench:Blobs");

        const string Manifest = "manifests/named.txt";
        await using (var db = made.Open())
        {
            db.Datasets.Add(Dataset(Manifest));
            await db.SaveChangesAsync();
        }
        Directory.CreateDirectory(_folder["restored/manifests"]);
        await File.WriteAllTextAsync(_folder[$"restored/{Manifest}"], "restored without the mark");
        await StoreAsync(made, "restored");
        (await File.ReadAllTextAsync(_folder[$"restored/{BlobKeys.Mark}"])).ShouldBe(
            await File.ReadAllTextAsync(_folder[$"one/{BlobKeys.Mark}"])
        );
        await StoreAsync(made, "moved", StoreAgreement.Name);
        await Should.ThrowAsync<FailureException>(() => StoreAsync(made, "one"));
    }

    [Fact]
    public async Task An_API_with_another_key_ring_knows_that_it_cannot_read_what_the_others_wrote()
    {
        await using var made = await TestDatabase.CreateAsync(Database.Sqlite);
        await using var db = made.Open();
        KeyRingAgreement Ring(string folder) =>
            new(db, Book(db), DataProtectionProvider.Create(Directory.CreateDirectory(_folder[folder])));

        (await Ring("one").IsSharedAsync(default)).ShouldBeTrue("nothing was agreed yet");
        await Ring("one").LeaveAsync(default);
        await Ring("other").LeaveAsync(default);

        (await Ring("one").IsSharedAsync(default)).ShouldBeTrue();
        (await Ring("other").IsSharedAsync(default)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_process_without_the_variants_of_the_others_or_with_other_ones_is_refused_and_one_with_more_adds_to_them()
    {
        await using var made = await TestDatabase.CreateAsync(Database.Postgres);
        await VariantsAsync(made, "without");
        await VariantsAsync(made, "one", ("own", 10));
        await VariantsAsync(made, "one", ("own", 10));

        var lacks = await Should.ThrowAsync<FailureException>(() => VariantsAsync(made, "without"));
        (lacks.Failure.Code, lacks.Message).ShouldSatisfyAllConditions(
            said => said.Code.ShouldBe("variants-differ"),
            said => said.Message.ShouldContain("own is missing")
        );
        var differs = await Should.ThrowAsync<FailureException>(() => VariantsAsync(made, "other", ("own", 11), ("more", 5)));
        differs.Message.ShouldContain("own is declared otherwise");
        differs.Message.ShouldNotContain("more");

        await VariantsAsync(made, "two", ("own", 10), ("more", 5));
        (await Should.ThrowAsync<FailureException>(() => VariantsAsync(made, "one"))).Message.ShouldContain("more is missing");
        await using (var db = made.Open())
            await Check(db, "without", VariantAgreement.Name);
        await VariantsAsync(made, "without");
    }

    async Task VariantsAsync(TestDatabase made, string folder, params (string Key, int Images)[] declared)
    {
        Directory.CreateDirectory(_folder[folder]);
        foreach (var (key, images) in declared)
            _folder.Write(
                $"{folder}/{key}.json",
                $$"""{ "key": "{{key}}", "title": "Own", "layout": "imagefolder", "images": {{images}} }"""
            );
        await using var db = made.Open();
        await Check(db, folder);
    }

    Task Check(BenchDb db, string folder, params string[] anew) =>
        new VariantAgreement(db, Book(db, anew), VariantCatalog.Read(new BenchOptions { Variants = _folder[folder] })).CheckAsync(
            TestContext.Current.CancellationToken
        );

    async Task SignAsync(TestDatabase made, string key, params string[] anew)
    {
        await using var db = made.Open();
        await new LogKeyAgreement(db, Book(db, anew), Key(key)).CheckAsync(TestContext.Current.CancellationToken);
    }

    async Task StoreAsync(TestDatabase made, string blobs, params string[] anew)
    {
        await using var db = made.Open();
        var options = new BenchOptions { DataDirectory = _folder["data"], Blobs = _folder[blobs] };
        var store = new CheckedBlobStore(new FileBlobStore(_folder[blobs]), new VerifiedFiles(TimeProvider.System));
        var writer = new BlobWriter(store, options);
        await new StoreAgreement(db, Book(db, anew), store, writer, options, NullLogger<StoreAgreement>.Instance).CheckAsync(
            TestContext.Current.CancellationToken
        );
    }

    static AgreementBook Book(BenchDb db, params string[] anew) => new(db, new BenchOptions { AgreeAnew = anew }, TimeProvider.System);

    LogKey Key(string key) =>
        new(
            new BenchOptions { DataDirectory = _folder.Path },
            new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("BENCH_LOG_KEY", (string?)key)]).Build()
        );

    static Dataset Dataset(string manifest) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Key = "pictures",
            Variant = "custom",
            Classes = "imagenet-1k",
            Layout = "csv",
            Path = "pictures",
            ManifestBlob = manifest,
        };
}

using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Work;
using Bench.Service.Storage;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Bench.Tests.Service.Storage;

/// <summary>A process that may read the store and not write it is told so before it takes work, and its worker's row says it.</summary>
public sealed class StoreRightsTests : IAsyncLifetime
{
    readonly TempFolder _folder = new();
    readonly SmallDisk _disk = new(1 << 20);
    readonly FakeTimeProvider _time = new();
    FakeS3 _s3 = null!;

    public async ValueTask InitializeAsync() => _s3 = await FakeS3.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _s3.DisposeAsync();
        _disk.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_bucket_that_refuses_is_told_and_what_was_asked_is_left_as_it_was()
    {
        using var services = Services("s3://bucket/some", _s3.Address);
        using var rights = Rights(services);
        (await rights.FindRefusalAsync(default)).ShouldBeNull();
        _s3.Objects.ShouldBeEmpty();

        _s3.IsReadOnly = true;
        (await rights.FindRefusalAsync(default)).ShouldBeNull("a bucket is not asked again at once");
        _time.Advance(StoreRights.KnownFor);
        var refusal = (await rights.FindRefusalAsync(default)).ShouldNotBeNull();
        refusal.Message.ShouldContain("AccessDenied");
        StorageFault.Is(refusal).ShouldBeTrue();
        TransientFault.Is(refusal).ShouldBeFalse();

        _s3.IsReadOnly = false;
        _time.Advance(StoreRights.RefusedFor);
        (await rights.FindRefusalAsync(default)).ShouldBeNull();
    }

    [Theory]
    [InlineData(404, "NoSuchBucket")]
    [InlineData(403, "SignatureDoesNotMatch")]
    [InlineData(400, "XAmzContentSHA256Mismatch")]
    [InlineData(301, "PermanentRedirect")]
    public async Task A_store_that_is_set_up_in_another_way_is_told_with_its_own_words(int status, string code)
    {
        using var services = Services("s3://bucket/some", _s3.Address);
        using var rights = Rights(services);
        _s3.Refusal = (status, code);

        (await rights.FindRefusalAsync(default)).ShouldNotBeNull().Message.ShouldContain(code);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_refuses_nothing()
    {
        using var services = Services("s3://bucket/some", _s3.Address);
        using var rights = Rights(services);
        _s3.IsAway = true;

        (await rights.FindRefusalAsync(default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_volume_that_is_mounted_for_reading_refuses()
    {
        _disk.Mount();
        using var services = Services(_disk["blobs"], null);
        using var rights = Rights(services);
        (await rights.FindRefusalAsync(default)).ShouldBeNull();

        _disk.MakeReadOnly();
        _time.Advance(StoreRights.KnownFor);

        (await rights.FindRefusalAsync(default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task The_row_of_a_worker_that_may_not_write_says_so_until_it_may()
    {
        await using var made = await TestDatabase.CreateAsync(Database.Sqlite);
        using var services = Services("s3://bucket/some", _s3.Address);
        using var rights = Rights(services);
        await using var scopes = new ServiceCollection().AddScoped(_ => made.Open()).BuildServiceProvider();
        using var presence = Presence(scopes, rights, new BenchOptions());
        (await SeenAsync()).SelfTestPassed.ShouldBeNull();

        _s3.IsReadOnly = true;
        _time.Advance(StoreRights.KnownFor);
        var refused = await SeenAsync();
        refused.SelfTestPassed.ShouldBe(false);
        refused.SelfTestMessage.ShouldBe("it may not write the store of blobs");

        _s3.IsReadOnly = false;
        _time.Advance(StoreRights.RefusedFor);
        (await SeenAsync()).SelfTestPassed.ShouldBeNull();

        async Task<Worker> SeenAsync()
        {
            await presence.SeenAsync(default);
            await using var db = made.Open();
            return await db.Workers.AsNoTracking().SingleAsync();
        }
    }

    [Fact]
    public async Task A_worker_whose_sign_of_life_cannot_be_written_goes_on()
    {
        using var services = Services(_folder["blobs"], null);
        using var rights = Rights(services);
        var file = _folder["alive"];
        Directory.CreateDirectory(file);
        using var presence = Presence(services, rights, new BenchOptions { AliveFile = file });

        await presence.SayAliveAsync(default);
        Directory.Delete(file);
        await presence.SayAliveAsync(default);

        File.Exists(file).ShouldBeTrue();
    }

    WorkerPresence Presence(ServiceProvider services, StoreRights rights, BenchOptions options) =>
        new(
            services.GetRequiredService<IServiceScopeFactory>(),
            test: null!,
            rights,
            new InferenceOptions { SelfTest = false },
            options,
            _time,
            NullLogger<WorkerPresence>.Instance
        );

    StoreRights Rights(ServiceProvider services)
    {
        var store = services.GetRequiredService<IBlobStore>();
        return new(store, new BlobWriter(store, services.GetRequiredService<BenchOptions>()), _time);
    }

    ServiceProvider Services(string blobs, string? endpoint)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Bench:DataDirectory", _folder.Path), new("Bench:Blobs", blobs), new("Bench:S3Endpoint", endpoint)])
            .Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddBenchData(configuration).BuildServiceProvider();
    }
}

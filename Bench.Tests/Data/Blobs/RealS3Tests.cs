using System.Security.Cryptography;
using Bench.Data;
using Bench.Data.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.Data.Blobs;

/// <summary>The store against a server that others wrote: <c>BENCH_TEST_S3=http://host:port/bucket</c> names one, and
/// <c>benchmarks/s3.sh</c> starts Ceph's.</summary>
public sealed class RealS3Tests : IDisposable
{
    const string Variable = "BENCH_TEST_S3";

    /// <summary>More than the client sends in one piece.</summary>
    const int InParts = 40_000_000;

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_put_is_read_until_it_is_deleted()
    {
        await using var services = Start();
        foreach (var length in new[] { 0, 3000, InParts })
            await KeepAsync(services, length);
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_makes_no_blob_missing_and_takes_none()
    {
        await using var services = Start("-elsewhere");
        var (store, key) = (services.GetRequiredService<IBlobStore>(), BlobKeys.LabelSet(new string('a', 64)));
        var given = _folder["given"];
        await File.WriteAllBytesAsync(given, [1]);

        await Should.ThrowAsync<BlobStoreAwayException>(() => store.FetchAsync(key, default));
        var refusal = await Should.ThrowAsync<BlobStoreRefusesException>(() => store.PutAsync(key, given, default));

        refusal.InnerException.ShouldBeAssignableTo<Amazon.S3.AmazonS3Exception>()!.ErrorCode.ShouldBe("NoSuchBucket");
        File.Exists(given).ShouldBeTrue();
    }

    async Task KeepAsync(ServiceProvider services, int length)
    {
        var store = services.GetRequiredService<IBlobStore>();
        var content = RandomNumberGenerator.GetBytes(length);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        var key = BlobKeys.Model(sha256, archive: false);
        var given = _folder["given"];
        await File.WriteAllBytesAsync(given, content);

        await store.PutAsync(key, given, default);
        (await File.ReadAllBytesAsync(await store.FetchAsync(key, default))).ShouldBe(content);
        store.Forget(key).ShouldBeTrue();
        (await services.GetRequiredService<CheckedBlobStore>().HasAsync(key, default)).ShouldBeTrue();

        await store.DeleteAsync(key, default);
        (await services.GetRequiredService<CheckedBlobStore>().HasAsync(key, default)).ShouldBeFalse();
        await store.DeleteAsync(key, default);
    }

    ServiceProvider Start(string suffix = "")
    {
        var address = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipUnless(address is { Length: > 0 }, $"{Variable} names no server (benchmarks/s3.sh starts one)");
        var at = new Uri(address!);
        var settings = new Dictionary<string, string?>
        {
            ["Bench:DataDirectory"] = _folder.Path,
            ["Bench:Blobs"] = $"s3:/{at.AbsolutePath}{suffix}/some/prefix",
            ["Bench:S3Endpoint"] = at.GetLeftPart(UriPartial.Authority),
        };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddBenchData(configuration).BuildServiceProvider();
    }
}

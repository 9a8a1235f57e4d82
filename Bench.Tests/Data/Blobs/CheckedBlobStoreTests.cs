using System.Security.Cryptography;
using Bench.Data;
using Bench.Data.Blobs;
using Bench.Data.Damages;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.Data.Blobs;

/// <summary>Whatever is read from either store is what was put there, or it is called damaged.</summary>
public sealed class CheckedBlobStoreTests : IAsyncLifetime
{
    public enum Store
    {
        Files,
        S3,
    }

    static readonly byte[] Content = RandomNumberGenerator.GetBytes(3000);
    static readonly string Sha256 = Convert.ToHexStringLower(SHA256.HashData(Content));

    readonly TempFolder _folder = new();
    FakeS3 _s3 = null!;

    public async ValueTask InitializeAsync() => _s3 = await FakeS3.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _s3.DisposeAsync();
        _folder.Dispose();
    }

    public static TheoryData<Store, string> Kinds()
    {
        var kinds = new TheoryData<Store, string>();
        foreach (var store in Enum.GetValues<Store>())
        foreach (var key in Keys)
            kinds.Add(store, key);
        return kinds;
    }

    static string[] Keys =>
        [
            BlobKeys.Model(Sha256, archive: false),
            BlobKeys.Model(Sha256, archive: true),
            BlobKeys.Manifest(Sha256),
            BlobKeys.ClassSpace(Sha256),
            BlobKeys.Hierarchy(Sha256),
            BlobKeys.ErrorRules(Sha256),
            BlobKeys.LabelSet(Sha256),
            BlobKeys.Boxes(Guid.NewGuid(), Sha256),
            BlobKeys.Part(Guid.NewGuid(), Guid.NewGuid(), 7, Sha256),
            BlobKeys.Predictions(Guid.NewGuid(), 2, Sha256),
            BlobKeys.Attack(Guid.NewGuid(), Sha256),
            BlobKeys.Explanation(Guid.NewGuid(), Sha256),
            BlobKeys.Taggants(Guid.NewGuid(), Sha256),
        ];

    [Fact]
    public void Every_kind_of_blob_carries_its_hash_and_is_among_those_that_are_tried()
    {
        var makers = typeof(BlobKeys).GetMethods().Where(method => method.IsStatic && method.Name != nameof(BlobKeys.Sha256Of)).ToList();

        // A model's key has two forms.
        Keys.Select(key => key.Split('/')[0]).Distinct().Count().ShouldBe(makers.Count);
        Keys.ShouldAllBe(key => BlobKeys.Sha256Of(key) == Sha256);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task One_flipped_bit_of_any_kind_of_blob_is_found_and_the_same_bytes_put_again_mend_it(Store store, string key)
    {
        using (var before = Start(store))
        {
            await PutAsync(before, key);
            (await ReadAsync(before, key)).ShouldBe(Content);
        }
        Change(store, key, bytes => bytes[1234] ^= 0x80);

        using var after = Start(store);
        ForgetCopies();
        var fetched = await Should.ThrowAsync<DamageException>(() => after.GetRequiredService<IBlobStore>().FetchAsync(key, default));
        var opened = await Should.ThrowAsync<DamageException>(async () =>
            await after.GetRequiredService<IBlobStore>().OpenAsync(key, default)
        );
        (await after.GetRequiredService<CheckedBlobStore>().FindDamageAsync(key, default)).ShouldNotBeNull();
        await PutAsync(after, key);

        fetched.Subject.ShouldBe(key);
        fetched.Failure.Code.ShouldBe("blob-damaged");
        fetched.Failure.Message.ShouldContain(key);
        opened.Failure.ShouldBe(fetched.Failure);
        (await ReadAsync(after, key)).ShouldBe(Content);
        (await after.GetRequiredService<CheckedBlobStore>().FindDamageAsync(key, default)).ShouldBeNull();
    }

    [Theory]
    [InlineData(Store.Files)]
    [InlineData(Store.S3)]
    public async Task Bytes_that_end_too_early_and_a_blob_that_is_gone_are_damage_too(Store store)
    {
        using var services = Start(store);
        var key = BlobKeys.Predictions(Guid.NewGuid(), 0, Sha256);
        await PutAsync(services, key);

        Change(store, key, bytes => bytes[..^1]);
        await Should.ThrowAsync<DamageException>(() => services.GetRequiredService<IBlobStore>().FetchAsync(key, default));
        Change(store, key, _ => null);
        var gone = await Should.ThrowAsync<DamageException>(() => services.GetRequiredService<IBlobStore>().FetchAsync(key, default));

        gone.Failure.Message.ShouldContain("is missing");
        (await services.GetRequiredService<CheckedBlobStore>().FindDamageAsync(key, default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_no_damage_and_may_be_asked_again()
    {
        using var services = Start(Store.S3);
        var (store, key) = (services.GetRequiredService<IBlobStore>(), BlobKeys.LabelSet(Sha256));
        await PutAsync(services, key);
        var given = _folder["given"];
        await File.WriteAllBytesAsync(given, Content);
        _s3.IsAway = true;

        var faults = await Task.WhenAll(
            Should.ThrowAsync<BlobStoreAwayException>(() => store.FetchAsync(key, default)),
            Should.ThrowAsync<BlobStoreAwayException>(() => store.PutAsync(key, given, default)),
            Should.ThrowAsync<BlobStoreAwayException>(() => store.DeleteAsync(key, default))
        );

        faults.ShouldAllBe(fault => TransientFault.Is(fault));
        File.Exists(given).ShouldBeTrue("what was not stored is still here");
        _s3.IsAway = false;
        (await ReadAsync(services, key)).ShouldBe(Content);
    }

    [Theory]
    [InlineData(404, "NoSuchBucket")]
    [InlineData(403, "AccessDenied")]
    [InlineData(403, "RequestTimeTooSkewed")]
    [InlineData(400, "AuthorizationHeaderMalformed")]
    public async Task A_bucket_or_key_that_is_wrong_makes_no_blob_missing(int status, string code)
    {
        using var services = Start(Store.S3);
        var (store, key) = (services.GetRequiredService<IBlobStore>(), BlobKeys.LabelSet(Sha256));
        await PutAsync(services, key);
        _s3.Refusal = (status, code);

        var fault = await Should.ThrowAsync<BlobStoreAwayException>(() => store.FetchAsync(key, default));

        fault.InnerException!.Message.ShouldContain(code);
        await Should.ThrowAsync<BlobStoreAwayException>(() => services.GetRequiredService<CheckedBlobStore>().HasAsync(key, default));
    }

    [Theory]
    [InlineData("AWS_REGION")]
    [InlineData("AWS_DEFAULT_REGION")]
    public async Task Requests_to_another_store_are_signed_for_the_region_of_the_usual_variables(string variable)
    {
        Environment.SetEnvironmentVariable(variable, "garage");
        try
        {
            using var services = Start(Store.S3);
            await PutAsync(services, BlobKeys.LabelSet(Sha256));
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }

        _s3.Region.ShouldBe("garage");
    }

    [Fact]
    public async Task A_bad_copy_on_this_machine_is_fetched_again_from_a_good_store()
    {
        using var services = Start(Store.S3);
        var key = BlobKeys.LabelSet(Sha256);
        await PutAsync(services, key);
        var copy = await services.GetRequiredService<IBlobStore>().FetchAsync(key, default);
        var bytes = await File.ReadAllBytesAsync(copy);
        bytes[0] ^= 1;
        await File.WriteAllBytesAsync(copy, bytes);

        (await ReadAsync(services, key)).ShouldBe(Content);
        (await File.ReadAllBytesAsync(copy)).ShouldBe(Content);
    }

    [Fact]
    public async Task A_file_is_read_once_until_it_is_written_again()
    {
        var path = _folder["file"];
        await File.WriteAllBytesAsync(path, Content);
        var verified = new VerifiedFiles(TimeProvider.System);
        var written = File.GetLastWriteTimeUtc(path);

        (await verified.HasAsync(path, Sha256, default)).ShouldBeTrue();
        await File.WriteAllBytesAsync(path, new byte[Content.Length]);
        File.SetLastWriteTimeUtc(path, written);
        (await verified.HasAsync(path, Sha256, default)).ShouldBeTrue("length and time are those of the file that was read");
        File.SetLastWriteTimeUtc(path, written.AddSeconds(1));
        (await verified.HasAsync(path, Sha256, default)).ShouldBeFalse();
        (await new VerifiedFiles(TimeProvider.System).HasAsync(path, Sha256, default)).ShouldBeFalse();
    }

    ServiceProvider Start(Store store)
    {
        var settings = new Dictionary<string, string?> { ["Bench:DataDirectory"] = _folder.Path };
        if (store == Store.S3)
            (settings["Bench:Blobs"], settings["Bench:S3Endpoint"]) = ("s3://bucket/some/prefix", _s3.Address);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddBenchData(configuration).BuildServiceProvider();
    }

    async Task PutAsync(ServiceProvider services, string key)
    {
        var given = _folder[Path.GetRandomFileName()];
        await File.WriteAllBytesAsync(given, Content);
        await services.GetRequiredService<IBlobStore>().PutAsync(key, given, default);
    }

    static async Task<byte[]> ReadAsync(ServiceProvider services, string key)
    {
        await using var stream = await services.GetRequiredService<IBlobStore>().OpenAsync(key, default);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    void Change(Store store, string key, Action<byte[]> change) =>
        Change(
            store,
            key,
            bytes =>
            {
                change(bytes);
                return bytes;
            }
        );

    /// <summary>Changes what the store itself holds; null takes it away.</summary>
    void Change(Store store, string key, Func<byte[], byte[]?> change)
    {
        var (file, name) = (_folder[$"blobs/{key}"], $"bucket/some/prefix/{key}");
        var changed = change([.. store == Store.Files ? File.ReadAllBytes(file) : _s3.Objects[name]]);
        if (store == Store.Files && changed is null)
            File.Delete(file);
        else if (store == Store.Files)
            File.WriteAllBytes(file, changed!);
        else if (changed is null)
            _s3.Objects.TryRemove(name, out _);
        else
            _s3.Objects[name] = changed;
        ForgetCopies();
    }

    void ForgetCopies()
    {
        if (Directory.Exists(_folder["cache/blobs"]))
            Directory.Delete(_folder["cache/blobs"], recursive: true);
    }
}

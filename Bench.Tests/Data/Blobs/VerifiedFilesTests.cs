using Bench.Data.Blobs;
using Microsoft.Extensions.Time.Testing;

namespace Bench.Tests.Data.Blobs;

public sealed class VerifiedFilesTests : IDisposable
{
    readonly TempFolder _folder = new();

    [Fact]
    public async Task However_many_files_are_read_only_the_latest_are_remembered()
    {
        var (stop, time) = (TestContext.Current.CancellationToken, new FakeTimeProvider());
        var verified = new VerifiedFiles(time, most: 10);
        var sums = new List<string>();
        for (var i = 0; i < 60; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            _folder.Write($"{i}", $"part {i}");
            sums.Add(await VerifiedFiles.Sha256Async(_folder[$"{i}"], stop));
            (await verified.HasAsync(_folder[$"{i}"], sums[i], stop)).ShouldBeTrue();
            verified.Remembered.ShouldBeInRange(1, 10);
        }

        (await verified.HasAsync(_folder["0"], sums[0], stop)).ShouldBeTrue("it is compared again");
        (await verified.HasAsync(_folder["0"], sums[1], stop)).ShouldBeFalse();
    }

    public void Dispose() => _folder.Dispose();
}

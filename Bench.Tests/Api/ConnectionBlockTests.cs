using Bench.Api.Uploads;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Tests.Api;

public sealed class ConnectionBlockTests(BenchApps apps) : IClassFixture<BenchApps>
{
    [Fact]
    public async Task The_server_reads_in_them()
    {
        var app = await apps.OnAsync(Database.Sqlite);

        using var pool = app.Services.GetRequiredService<IMemoryPoolFactory<byte>>().Create();

        pool.MaxBufferSize.ShouldBe(32768);
    }

    [Fact]
    public void A_block_goes_back_once_and_is_lent_again()
    {
        using var pool = new ConnectionBlocks();
        var first = pool.Rent(4096);
        first.Memory.Span[0] = 7;
        first.Dispose();
        first.Dispose();

        using var second = pool.Rent();
        using var third = pool.Rent();

        second.Memory.Length.ShouldBe(32768);
        second.Memory.Span[0].ShouldBe((byte)7);
        third.Memory.Span.Overlaps(second.Memory.Span).ShouldBeFalse();
    }

    [Fact]
    public void More_than_a_block_is_refused()
    {
        using var pool = new ConnectionBlocks();

        Should.Throw<ArgumentOutOfRangeException>(() => pool.Rent(32769));
    }
}

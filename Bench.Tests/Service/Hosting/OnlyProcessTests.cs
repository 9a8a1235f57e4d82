using Bench.Data;
using Bench.Service.Hosting;
using Bench.Service.Work;

namespace Bench.Tests.Service.Hosting;

/// <summary>A second process over one SQLite database would take back the work of the first.</summary>
public sealed class OnlyProcessTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_second_process_over_one_data_directory_is_refused_until_the_first_has_ended()
    {
        using var first = new OnlyProcess(new BenchOptions { DataDirectory = _folder["data"] });
        using var second = new OnlyProcess(new BenchOptions { DataDirectory = _folder["data"] });
        using var elsewhere = new OnlyProcess(new BenchOptions { DataDirectory = _folder["other"] });
        await first.TakeAsync();
        await elsewhere.TakeAsync();

        (await Should.ThrowAsync<FailureException>(() => second.TakeAsync())).Failure.Code.ShouldBe("data-in-use");

        first.Dispose();
        await second.TakeAsync();
    }

    [Fact]
    public async Task One_that_is_ending_is_waited_for()
    {
        using var first = new OnlyProcess(new BenchOptions { DataDirectory = _folder["data"] });
        using var second = new OnlyProcess(new BenchOptions { DataDirectory = _folder["data"] });
        await first.TakeAsync();

        var taken = second.TakeAsync();
        taken.IsCompleted.ShouldBeFalse();
        first.Dispose();

        await taken;
    }
}

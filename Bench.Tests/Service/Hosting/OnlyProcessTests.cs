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
    public void A_second_process_over_one_data_directory_is_refused_until_the_first_has_ended()
    {
        using var first = new OnlyProcess(new BenchOptions { DataDirectory = _folder["data"] });
        using var second = new OnlyProcess(new BenchOptions { DataDirectory = _folder["data"] });
        using var elsewhere = new OnlyProcess(new BenchOptions { DataDirectory = _folder["other"] });
        first.Take();
        elsewhere.Take();

        Should.Throw<FailureException>(second.Take).Failure.Code.ShouldBe("data-in-use");

        first.Dispose();
        second.Take();
    }
}

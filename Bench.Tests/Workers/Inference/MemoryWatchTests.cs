using System.ComponentModel;
using System.Diagnostics;
using Bench.Workers.Inference.Cage;

namespace Bench.Tests.Workers.Inference;

/// <summary>A child beyond its memory is killed, if not at once then at the next look.</summary>
public sealed class MemoryWatchTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(typeof(Win32Exception))]
    [InlineData(typeof(AggregateException))]
    public async Task A_kill_that_fails_is_tried_again(Type fault)
    {
        using var child = Process.Start(new ProcessStartInfo("sleep", "600"))!;
        var tries = 0;
        await using var watch = new MemoryWatch(
            child,
            limitBytes: 1,
            _folder.Path,
            process =>
            {
                if (++tries < 3)
                    throw (Exception)Activator.CreateInstance(fault)!;
                process.Kill();
            }
        );

        await child
            .WaitForExitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(Patience.Deadline, TestContext.Current.CancellationToken);

        tries.ShouldBeGreaterThanOrEqualTo(3);
        watch.Exceeded.ShouldBeTrue();
    }
}

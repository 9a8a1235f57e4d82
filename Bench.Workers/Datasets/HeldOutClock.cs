using Bench.Service.Labels.Registration;
using Bench.Workers.Jobs;

namespace Bench.Workers.Datasets;

/// <summary>Gives held-out halves out when their date has come; looks every minute.</summary>
internal sealed class HeldOutClock(IServiceScopeFactory scopes, TimeProvider time, ILogger<HeldOutClock> log)
    : RepeatedWork(Interval, time, log, waitsFirst: true)
{
    static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        foreach (var dataset in await scope.ServiceProvider.GetRequiredService<HeldOutRelease>().RunAsync(cancellationToken))
            Log.LogInformation("the held-out half of {Dataset} is given out", dataset);
    }
}

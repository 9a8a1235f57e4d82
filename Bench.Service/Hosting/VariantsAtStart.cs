using Bench.Service.Datasets.Variants;
using Microsoft.Extensions.Hosting;

namespace Bench.Service.Hosting;

/// <summary>Reads the operator's variants when the process starts, so that a wrong declaration stops it then and not at
/// an import.</summary>
/// <param name="variants">Read by being asked for.</param>
internal sealed class VariantsAtStart(VariantCatalog variants) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) =>
        variants.All.Count > 0 ? Task.CompletedTask : throw new InvalidOperationException("there is no variant");

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

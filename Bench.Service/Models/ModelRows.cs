using Bench.Data.Models;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Models;

public static class ModelRows
{
    /// <summary>Takes rows until the transaction ends, and changes nothing in them: another transaction that takes one
    /// waits.</summary>
    public static Task HoldAsync(this IQueryable<Model> models, CancellationToken cancellationToken) =>
        models.ExecuteUpdateAsync(set => set.SetProperty(model => model.State, model => model.State), cancellationToken);
}

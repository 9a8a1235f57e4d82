using Bench.Data;
using Bench.Data.Damages;
using Bench.Data.Models;
using Bench.Data.Outcomes;
using Bench.Service.Models;
using Bench.Service.Work;
using Bench.Workers.Inference.Cage;
using Microsoft.EntityFrameworkCore;

namespace Bench.Workers.Models;

/// <summary>Writes the facts about a model to its row.</summary>
internal sealed class ModelRegistry(BenchDb db, ModelStore models, ModelInspector inspector)
{
    /// <summary>Inspects the model and fills its row, which the caller saves. Inspecting twice gives the same
    /// row.</summary>
    /// <exception cref="FailureException">The model cannot be run here.</exception>
    public async Task<ModelInspection> InspectAsync(Model model, CancellationToken cancellationToken)
    {
        var file = await models.FetchAsync(model, cancellationToken);
        var inspection = await inspector.InspectAsync(file, Contracts.Preprocessing(model.Preprocessing), cancellationToken);
        model.Inspection = WorkJson.Write(inspection);
        model.State = ModelState.Ready;
        return inspection;
    }

    /// <summary>Writes down that the model cannot be run. What is the worker's or the store's fault alone does not
    /// brand the model: it stays to be inspected.</summary>
    public Task RefuseAsync(Guid modelId, Failure failure, CancellationToken cancellationToken) =>
        failure.Code is ChildFailures.ProviderMissing or DamageException.BlobCode
            ? Task.CompletedTask
            : db
                .Models.Where(model => model.Id == modelId)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(model => model.State, ModelState.Invalid).SetProperty(model => model.Failure, failure),
                    cancellationToken
                );
}

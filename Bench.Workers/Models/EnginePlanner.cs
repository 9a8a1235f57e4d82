using Bench.Imaging.Contract;
using Bench.Service.Models;
using Bench.Service.Work;
using Bench.Workers.Inference;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inference.Child;
using Bench.Workers.Inference.Plans;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Models;

/// <summary>How this machine runs a model: found once, in at most some seconds, and kept.</summary>
internal sealed class EnginePlanner(ModelChildren children, PlanStore store, InferenceOptions options, TimeProvider time)
{
    /// <summary>The plan for a model that was inspected, here or on another machine.</summary>
    /// <exception cref="FailureException">The model does not run here.</exception>
    public async Task<EnginePlan> OfAsync(
        ModelFile model,
        ModelInspection inspection,
        Preprocessing preprocessing,
        CancellationToken cancellationToken
    )
    {
        var field = Field(model, inspection.Input, inspection.Provider);
        if (KeyOf(model, field, preprocessing) is { } key && store.Find(key) is { } known)
            return known;
        await using var taken = await children.TakeAsync(model, options.ThreadCount, cancellationToken);
        var plan = await OfAsync(
            taken.Child,
            model,
            taken.Opened,
            inspection.Input,
            inspection.Outputs,
            Crops(taken.Folder, preprocessing),
            cancellationToken
        );
        await taken.KeepAsync(cancellationToken);
        return plan;
    }

    /// <summary>The plan for a model that a child has opened.</summary>
    /// <param name="crops">As <see cref="Crops"/> makes them.</param>
    public async Task<EnginePlan> OfAsync(
        CagedChild child,
        ModelFile model,
        ModelOpened opened,
        InputDescription input,
        IReadOnlyList<OutputDescription> outputs,
        NoiseCrops crops,
        CancellationToken cancellationToken
    )
    {
        var field = Field(model, input, opened.Provider);
        var key = KeyOf(model, field, crops.Preprocessing);
        if (key is not null && store.Find(key) is { } known)
            return known;
        var search = new PlanSearch(
            child,
            field,
            (plan, output) => crops.Use(child, input, output.Name, output.Width, plan),
            outputs,
            options
        );
        var found = await search.FindAsync(time, cancellationToken);
        if (key is not null)
            store.Keep(key, found);
        return found;
    }

    /// <summary>Made pictures, enough for every batch of the search.</summary>
    /// <param name="folder">Where they are made, and stay.</param>
    public NoiseCrops Crops(string folder, Preprocessing preprocessing) =>
        NoiseCrops.In(folder, preprocessing, Math.Max(8, options.MaxBatch));

    PlanField Field(ModelFile model, InputDescription input, string provider) =>
        new(provider, options.ThreadCount, input.FixedBatch ?? (model.QuantisesBatches ? 1 : null), options.MaxBatch);

    static string? KeyOf(ModelFile model, PlanField field, Preprocessing preprocessing) =>
        model.Sha256 is { } sha
            ? PlanStore.Key(
                sha,
                $"{MachineName.Here}, {InstructionSets.Here}",
                $"{field.Provider} {EngineVersion.Here}",
                FormattableString.Invariant(
                    $"{field.Cores} cores, batch {field.FixedBatch} of {field.MaxBatch}, {preprocessing.Height} × {preprocessing.Width}"
                )
            )
            : null;
}

using Bench.Data;
using Bench.Data.Attacks;
using Bench.Data.Outcomes;
using Bench.Data.Work;
using Bench.Service.Attacks;
using Bench.Service.Work;
using Bench.Workers.Inference.Cage;
using Bench.Workers.Inquiries;
using Bench.Workers.Jobs;

namespace Bench.Workers.Attacks.Run;

/// <summary>Attacks the next images of an attack and stores them as a part of their own.</summary>
internal sealed class RunAttackHandler(
    BenchDb db,
    InquiryWalk walk,
    AttackResultStore store,
    AttackMemory memory,
    AttackLists lists,
    PictureSliceMaker slices,
    AttackRunner runner,
    InferenceOptions inference
) : IWorkHandler
{
    public WorkKind Kind => WorkKind.RunAttack;

    public TimeSpan TimeLimit => walk.TimeLimit;

    public string AfterDeadline => IWorkHandler.FasterModel;

    public Task RunAsync(WorkLease lease, WorkHeartbeat heartbeat, CancellationToken cancellationToken) =>
        walk.RunAsync<Attack>(lease, attack => AttackAsync(attack, lease.Start, cancellationToken), settle: null, cancellationToken);

    public Task FailAsync(WorkLease lease, Failure failure, CancellationToken cancellationToken)
    {
        memory.Forget(lease.SubjectId);
        return walk.FailAsync(lease, failure, cancellationToken);
    }

    async Task<string?> AttackAsync(Attack attack, int start, CancellationToken cancellationToken)
    {
        var (slice, total) = await SliceAsync(attack, start, cancellationToken);
        var slicesBefore = await AttackResultStore.SlicesAsync(db, attack, cancellationToken);
        var before = await memory.ReadAsync(attack.Id, slicesBefore, cancellationToken);
        var made = await runner.RunAsync(slice with { Start = start, Before = before.Images }, cancellationToken);
        var all = AttackResults.Join([before, made]);
        (attack.Done, attack.Total) = (start + slice.Images.Count, total);
        attack.Summary = WorkJson.Write(
            AttackSummary.Of(slice.Spec, all, attack.Done - all.Images.Count, slice.Manifest.Pictures?.Pictures)
        );
        attack.Record = WorkJson.Write(slice.Record);
        var part = await store.WriteAsync(attack.Id, made, cancellationToken);
        if (attack.Done < total)
            memory.Keep(attack.Id, [.. slicesBefore, part], all);
        else
            memory.Forget(attack.Id);
        return part;
    }

    async Task<(AttackSlice Slice, int Total)> SliceAsync(Attack attack, int start, CancellationToken cancellationToken)
    {
        var spec = WorkJson.Read<AttackSpec>(attack.Spec);
        var listed = spec.List is { } list ? await lists.ReadAsync(list, cancellationToken) : null;
        var all = await slices.MakeAsync(
            attack,
            manifest => AttackImages.Of(manifest, spec.Seed, spec.Images, within: listed),
            "attack-unsupported",
            cancellationToken
        );
        if (spec.WhyNotAmong(all.Classes) is { } why)
            throw new FailureException("attack-unsupported", why, "Ask for another attack: what cannot be made is refused at once now.");
        return (new(all with { Images = [.. all.Images.Skip(start).Take(Length(spec))] }, spec), all.Images.Count);
    }

    /// <summary>Images of a slice. Where images stand for themselves it asks for about as many answers as one of Square
    /// by default; a gradient is worth three.</summary>
    int Length(AttackSpec spec) =>
        spec.IsPlain
            ? inference.AttackSlice
            : (int)Math.Clamp(inference.AttackSlice * 5_000L / (spec.Queries * (spec.Ordered is null ? 1L : 4)), 1, inference.AttackSlice);
}
